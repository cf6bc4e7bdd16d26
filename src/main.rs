//! The program `uncover`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    uncover::cli::run()
}
