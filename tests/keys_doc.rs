//! `docs/keys.md` is made from the key table; this test fails when it is not up to date.

use std::fmt::Write as _;
use uncover::app::actions::{ACTIONS, Scope};

fn made() -> String {
    let mut text = String::from(
        "# Keys\n\nMade from the program's own table. While text is being typed, letters type; only keys with Ctrl, Alt, F keys,\n\
         Tab, Esc, Enter and arrows command.\n",
    );
    for scope in Scope::ALL {
        let lines: Vec<_> = ACTIONS.iter().filter(|s| s.scopes.contains(scope)).collect();
        if lines.is_empty() {
            continue;
        }
        let _ = write!(text, "\n## {}\n\n| key | what it does |\n| --- | --- |\n", scope.heading());
        for spec in lines {
            let keys = if spec.keys.is_empty() {
                "(menu, `Ctrl-P`)".to_string()
            } else {
                spec.keys.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" ")
            };
            let _ = writeln!(text, "| {keys} | {} |", spec.help);
        }
    }
    text
}

#[test]
fn the_list_of_keys_is_the_table() {
    let made = made();
    if std::env::var_os("UNCOVER_BLESS").is_some() {
        let mut file = std::fs::File::create("docs/keys.md").expect("docs/keys.md can be written");
        std::io::Write::write_all(&mut file, made.as_bytes()).expect("written");
    }
    let kept = std::fs::read_to_string("docs/keys.md").unwrap_or_default().replace("\r\n", "\n");
    assert!(
        kept == made,
        "docs/keys.md is not what the key table says: run UNCOVER_BLESS=1 cargo test --test keys_doc"
    );
}
