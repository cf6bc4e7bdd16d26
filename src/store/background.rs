//! Work that nobody waits for steps back behind everything else: it has the lowest priority and rests often.

use super::trouble::Res;
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use thread_priority::{ThreadPriority, set_current_thread_priority};

/// Going through a large file takes many seconds of disk and processor. It works and rests in turns, so that saving
/// and searching meanwhile are as quick as without.
const WORK: Duration = Duration::from_millis(2);
const REST: Duration = Duration::from_millis(10);

/// Steps of SQLite between two looks at the clock.
const STEPS: i32 = 16;

/// Steps of SQLite between two looks at whether to stop: well under a millisecond.
const LOOKS: i32 = 1_000;

/// Gives this thread the lowest priority. Where the system refuses, it runs like the others.
pub fn step_back() {
    let _ = set_current_thread_priority(ThreadPriority::Min);
}

/// Makes long work on a connection rest often, and end once `closing` is set. What waits in one step of SQLite, such as
/// looking through the search index, does not rest: for that there is `step_back`.
pub fn rest_often(connection: &mut Connection, closing: &Arc<AtomicBool>) -> Res<()> {
    let closing = Arc::clone(closing);
    let mut since = Instant::now();
    let handler = move || {
        if since.elapsed() >= WORK {
            std::thread::park_timeout(REST);
            since = Instant::now();
        }
        closing.load(Ordering::SeqCst)
    };
    Ok(connection.progress_handler(STEPS, Some(handler))?)
}

/// Makes everything on a connection fail once `stop` is set; without one, lets everything run again.
pub fn stop_when(connection: &mut Connection, stop: Option<&Arc<AtomicBool>>) -> Res<()> {
    let handler = stop.map(|stop| {
        let stop = Arc::clone(stop);
        move || stop.load(Ordering::SeqCst)
    });
    Ok(connection.progress_handler(LOOKS, handler)?)
}
