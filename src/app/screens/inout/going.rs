//! From the chosen file to the report: looking, warning, the passphrase, the work, and what became of it.

use super::choices::{Choice, may_bring_in};
use super::{Page, Running, Secret, Step, asking, files};
use crate::app::effect::Effect;
use crate::app::layers::Agreed;
use crate::app::screens::forms;
use crate::app::{App, Screen};
use crate::domain::text::{count, visible};
use crate::exchange::bundle::SHORTEST;
use crate::exchange::forms::report::columns_table;
use crate::exchange::inout::{Asks, Format, Outcome, Paper, Passphrase, Task, Told, Why};
use std::path::PathBuf;

/// Begins to carry something out; its page is shown meanwhile.
fn carry(app: &mut App, title: String, task: Task) {
    app.inout.numbers += 1;
    let number = app.inout.numbers;
    let looks = matches!(
        task,
        Task::Rooms { take: false, .. } | Task::Notes { take: false, .. } | Task::Bundles { take: false, .. }
    );
    app.inout.running =
        Some(Running { number, title, far: None, holds: task.holds_the_writer(), stopping: false, does: !looks });
    app.inout.step = Step::Page;
    app.effect(Effect::Carry { number, task });
}

/// The task for what was chosen, to look at or to take in.
fn task(app: &App, take: bool) -> Option<Task> {
    let from = app.inout.from.clone()?;
    match app.inout.choice? {
        Choice::Rooms => Some(Task::Rooms { from, wish: app.inout.rooms.clone(), take }),
        Choice::Notes => Some(Task::Notes { from, wish: app.inout.notes.clone(), take }),
        Choice::Bundles => Some(Task::Bundles { from, passphrase: app.inout.passphrase.clone(), take }),
        Choice::Out(_) | Choice::Named(_) => None,
    }
}

/// What is brought in, by its name.
fn name(app: &App) -> String {
    let from = app.inout.from.as_ref();
    let name = from.map(|f| f.file_name().unwrap_or(f.as_os_str()).to_string_lossy().into_owned());
    visible(&name.unwrap_or_default())
}

/// Looks what would come in from here.
pub fn look(app: &mut App, from: PathBuf) {
    // What was said of another file does not hold for this one.
    (app.inout.rooms, app.inout.notes, app.inout.passphrase) = Default::default();
    app.inout.from = Some(from);
    look_again(app);
}

/// The same, after something was said of it.
pub fn look_again(app: &mut App) {
    if let Some(task) = task(app, false).filter(|_| may_bring_in(app)) {
        let title = format!("Looking at {}", name(app));
        carry(app, title, task);
    }
}

/// Takes in what was looked at.
pub fn do_it(app: &mut App) {
    if let Some(task) = task(app, true).filter(|_| may_bring_in(app)) {
        let title = format!("Taking in {}", name(app));
        carry(app, title, task);
    }
}

/// Something is to be written here.
pub fn write_to(app: &mut App, path: PathBuf) {
    if let Some(wish) = &mut app.inout.out {
        wish.to = path;
        wish.overwrite = false;
    }
    write(app);
}

/// Writes it, once all that must be said and asked before was.
pub fn write(app: &mut App) {
    let Some(mut wish) = app.inout.out.clone() else { return };
    let title = visible(&wish.to.file_name().unwrap_or_default().to_string_lossy());
    // Of a bundle it is said with its passphrase: it will have one.
    let sealed = wish.passphrase.is_none() && wish.format == Format::Bundle;
    wish.passphrase = wish.passphrase.or(sealed.then(|| Passphrase(String::new())));
    if !app.inout.warned
        && let Some(warning) = wish.warnings().first()
    {
        // The path may be long; its name says which it is.
        let warning = warning.replace(&visible(&wish.to.display().to_string()), &title);
        forms::confirm(app, "With names?".into(), &warning, Agreed::InOutNames);
        return;
    }
    if sealed {
        app.inout.secret = Secret { of: title, new: true, ..Secret::default() };
        app.inout.step = Step::Secret;
        return;
    }
    carry(app, format!("Writing {title}"), Task::Out(wish));
}

/// The warning about names was answered with yes.
pub fn names_agreed(app: &mut App) {
    app.inout.warned = true;
    write(app);
}

/// What is there already is to be replaced.
pub fn replace_agreed(app: &mut App) {
    if let Some(wish) = &mut app.inout.out {
        wish.overwrite = true;
    }
    write(app);
}

/// A passphrase was typed.
pub fn secret_typed(app: &mut App) {
    let secret = &mut app.inout.secret;
    let first = secret.field.text();
    if !secret.new {
        if first.is_empty() {
            return;
        }
        app.inout.passphrase = Some(Passphrase(first));
        app.inout.secret = Secret::default();
        look_again(app);
        return;
    }
    if first.chars().count() < SHORTEST {
        secret.why = format!("Too short: {SHORTEST} letters are the least, three or four words are good.");
        return;
    }
    if !secret.second {
        secret.second = true;
        secret.why.clear();
        return;
    }
    if secret.again.text() != first {
        let of = std::mem::take(&mut secret.of);
        let why = "The two passphrases differ. Type it twice again.".into();
        app.inout.secret = Secret { of, new: true, why, ..Secret::default() };
        return;
    }
    app.inout.secret = Secret::default();
    if let Some(wish) = &mut app.inout.out {
        wish.passphrase = Some(Passphrase(first));
    }
    write(app);
}

/// Stops what is being carried out.
pub fn stop(app: &mut App) {
    let Some(running) = app.inout.running.as_mut() else { return };
    running.stopping = true;
    let (number, holds) = (running.number, running.holds);
    app.effect(Effect::StopCarrying(number));
    if !holds && !running_does(app) {
        // It only looks at something: nobody has to wait for its end.
        app.inout.running = None;
        app.inout.from = None;
        app.inout.step = Step::Files;
    }
}

fn running_does(app: &App) -> bool {
    app.inout.running.as_ref().is_some_and(|r| r.does)
}

/// How far it is.
pub fn far(app: &mut App, number: u64, far: crate::exchange::inout::Far) {
    if let Some(running) = app.inout.running.as_mut().filter(|r| r.number == number) {
        running.far = Some(far);
    }
}

/// What became of it.
pub fn over(app: &mut App, number: u64, outcome: Outcome) {
    if files::came(app, number, &outcome) {
        return;
    }
    let Some(running) = app.inout.running.take_if(|r| r.number == number) else { return };
    if app.screen != Screen::InOut && running.does {
        tell_elsewhere(app, &running, &outcome);
    }
    match outcome {
        Outcome::Paper(paper) if running.does => done(app, paper),
        Outcome::Paper(paper) => coming(app, paper, None),
        Outcome::Notes(told) => form(app, *told),
        Outcome::Sealed { name, why } => {
            app.inout.secret = Secret { of: name, why: why.unwrap_or_default(), ..Secret::default() };
            app.inout.step = Step::Secret;
        }
        Outcome::There(why) => there(app, &why),
        Outcome::Refused(why) => refused(app, &why, running.does),
        Outcome::Folder(_) | Outcome::File(_) => {}
    }
}

/// Something was written while other things were done.
fn tell_elsewhere(app: &mut App, running: &Running, outcome: &Outcome) {
    match outcome {
        Outcome::Paper(_) => app.tell(format!("{}: done. On Home, x shows what was written.", running.title)),
        Outcome::Refused(why) => app.needs_you(why.sentence.clone()),
        _ => app.needs_you(format!("{}: something is asked. On Home, x shows what.", running.title)),
    }
}

fn done(app: &mut App, paper: Paper) {
    let out = app.inout.out.clone();
    let title = match &out {
        Some(wish) => visible(&wish.to.file_name().unwrap_or_default().to_string_lossy()),
        None => name(app),
    };
    let mut lines = paper.lines;
    if out.as_ref().is_some_and(|wish| wish.format == Format::Bundle) {
        lines.push("Tell the passphrase by another way than the one the bundle goes.".into());
    }
    let took = out.is_none() && paper.changes;
    app.inout.page = Page { title, end: paper.end, lines, took, ..Page::default() };
    super::forget(app);
}

fn coming(app: &mut App, paper: Paper, told: Option<Told>) {
    let end = if paper.changes { format!("{} y takes it in.", paper.end) } else { paper.end };
    app.inout.page = Page {
        title: name(app),
        end,
        lines: paper.lines,
        ready: paper.changes,
        form: told,
        headings: paper.headings,
        ..Page::default()
    };
}

/// What a form's columns are taken for, and what would come of it.
fn form(app: &mut App, told: Told) {
    match told.paper.clone() {
        Ok(paper) => coming(app, paper, Some(told)),
        Err(why) => {
            let lines = columns_table(told.columns.iter().map(|u| (u.heading.as_str(), u.words())));
            let hint = match why.asks {
                Asks::Column => "c says what a column is.",
                Asks::Day => "c says which column is the day; o gives one day for all rows.",
                Asks::Order => "o says whether the day or the month comes first.",
                Asks::School | Asks::Nothing => "",
            };
            let title = format!("{} cannot be read yet", name(app));
            let end = format!("{} {hint}", why.sentence);
            app.inout.page = Page { title, end, lines, form: Some(told), ..Page::default() };
            if why.asks == Asks::Order && app.screen == Screen::InOut && app.layers.is_empty() {
                asking::order(app);
            }
        }
    }
}

fn there(app: &mut App, why: &str) {
    app.inout.step = Step::Files;
    let name = app.inout.out.as_ref().and_then(|w| w.to.file_name()).unwrap_or_default();
    let name = visible(&name.to_string_lossy());
    if app.screen != Screen::InOut || !app.layers.is_empty() {
        // No question lies over another place, or over the cover.
        app.inout.files.why = why.to_string();
        return;
    }
    let beside = match app.inout.choice {
        Some(Choice::Out(Format::Csv)) => " The two tables beside it, of tags and marks, are replaced too.",
        _ => "",
    };
    let detail = format!("A file of that name is there already. What is in it now is gone then.{beside}");
    forms::confirm(app, format!("Replace “{name}”?"), &detail, Agreed::InOutReplace);
}

/// Nothing was done: the sentence stands where one can try again.
fn refused(app: &mut App, why: &Why, does: bool) {
    let writes = app.inout.out.is_some();
    if why.asks == Asks::School && !does {
        app.inout.page = Page { title: name(app), end: format!("{} o says which.", why.sentence), ..Page::default() };
        if app.screen == Screen::InOut && app.layers.is_empty() {
            asking::school(app);
        }
        return;
    }
    if why.asks == Asks::Column && !does && !app.inout.page.headings.is_empty() {
        let end = format!("{} c says what a column is.", why.sentence);
        let headings = std::mem::take(&mut app.inout.page.headings);
        app.inout.page = Page { title: name(app), end, headings, ..Page::default() };
        return;
    }
    if writes || !does {
        app.inout.files.why.clone_from(&why.sentence);
        if app.inout.files.own == files::Own::Take {
            // What one file of a roster lacks is in its folder: the line that takes the whole of it.
            app.inout.files.selected = 0;
        }
        app.inout.step = Step::Files;
        app.inout.from = None;
        return;
    }
    app.inout.page = Page { title: "Nothing was taken in".into(), end: why.sentence.clone(), ..Page::default() };
}

/// The last act was taken back or done again: the page no longer says that it stands.
pub fn turned(app: &mut App, redo: bool) {
    if app.screen == Screen::InOut && app.inout.page.took {
        let end = if redo { "Taken in once more." } else { "Taken back: Ctrl-Y takes it in once more." };
        app.inout.page.end = end.into();
    }
}

/// How far it is, in words: "12,000 rows read".
pub fn far_words(running: &Running) -> String {
    use crate::exchange::inout::Doing;
    if running.stopping {
        return "Stopping …".into();
    }
    let Some(far) = running.far else { return "One moment …".into() };
    let done = usize::try_from(far.done).unwrap_or(usize::MAX);
    match (far.doing, far.all) {
        (Doing::Reading, _) => format!("{} read", count(done, "row", "rows")),
        (Doing::Saving, _) => "Saving".into(),
        (Doing::Writing, _) => format!("{} written", count(done, "entry", "entries")),
    }
}
