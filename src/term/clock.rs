//! The only place that reads clocks.

use crate::domain::time::Now;
use chrono::Local;

/// This moment.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
pub fn now() -> Now {
    let local = Local::now();
    Now { utc: local.timestamp_millis(), steady: steady(), offset: local.offset().local_minus_utc() }
}

/// This computer's offset from UTC at a local time, seconds east; of a time that a change of clocks skips, today's.
pub fn offset_at(local: chrono::NaiveDateTime) -> i32 {
    let then = local.and_local_timezone(Local).earliest();
    then.map_or_else(|| now().offset, |then| then.offset().local_minus_utc())
}

/// The same when a day begins.
pub fn offset_of_day(day: chrono::NaiveDate) -> i32 {
    day.and_hms_opt(0, 0, 0).map_or(0, offset_at)
}

/// Milliseconds on a clock that never goes back and counts while the laptop sleeps.
#[cfg(target_os = "linux")]
fn steady() -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}

/// On macOS the monotonic clock counts while the laptop sleeps; the standard library's does not.
#[cfg(target_os = "macos")]
fn steady() -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}

/// On Windows the standard library's clock is the performance counter, which counts while the laptop sleeps.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn steady() -> i64 {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    i64::try_from(START.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(i64::MAX)
}

/// The id of this boot of the laptop; none where the system tells none, and then the wall clock is used after a
/// restart of the program.
pub fn boot_id() -> Option<String> {
    if cfg!(target_os = "linux") {
        let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        Some(text.trim().to_string()).filter(|t| !t.is_empty())
    } else {
        None
    }
}
