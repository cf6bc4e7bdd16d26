//! Names off: what comes from the store loses rooms and teachers before any screen has it, so that no screen can show
//! them. The plan, the route and coverage ask for rooms by themselves and keep them.

use super::App;
use super::screens::finish::Item;
use super::screens::notes::work;
use super::screens::patterns;
use crate::domain::agreements::{Agreements, Names, visit_words};
use crate::store::api::{Answer, GroundVisit, JourneyStep, NoteRow, TalkAnswer, VisitRow, VisitView};

/// An answer as the screens may have it.
pub fn answer(agreed: &Agreements, mut answer: Answer) -> Answer {
    if agreed.names != Names::Off {
        return answer;
    }
    match &mut answer {
        Answer::Notes(page) => page.rows.iter_mut().for_each(note),
        Answer::Visit(Some(view)) => visit(view),
        Answer::Pattern(Some(view)) => view.supports.iter_mut().chain(&mut view.complicates).for_each(note),
        Answer::Ground(visits) => visits.iter_mut().for_each(ground),
        Answer::FilterChoices(choices) => choices.rooms.clear(),
        Answer::Like(list) => list.of.iter_mut().chain(list.rows.iter_mut().map(|r| &mut r.note)).for_each(note),
        Answer::Visits(page) => page.rows.iter_mut().for_each(row),
        Answer::HeatCell(cell) => cell.seen.iter_mut().chain(&mut cell.not_seen).for_each(row),
        Answer::JointProposals(all) => all.iter_mut().flat_map(|p| [&mut p.first, &mut p.second]).for_each(row),
        Answer::JointVisits(all) => all.iter_mut().flat_map(|joint| &mut joint.visits).for_each(row),
        Answer::JointVisit(Some(view)) => view.visits.iter_mut().for_each(visit),
        Answer::Talking(answer) => talking(answer),
        Answer::Today(visits) => {
            for today in visits {
                row(&mut today.visit);
                today.untagged.iter_mut().chain(&mut today.evidence).for_each(note);
            }
        }
        _ => {}
    }
    answer
}

/// Forgets the rooms that screens hold already; those screens ask anew when they are gone to.
pub fn screens(app: &mut App) {
    let App { notes, visit: page, finish, patterns: held, like, joint, agreed, .. } = app;
    if agreed.names != Names::Off {
        return;
    }
    patterns::grounds_held(held).for_each(ground);
    let evidence = held.view.iter_mut().flat_map(|p| p.supports.iter_mut().chain(&mut p.complicates));
    work::held(notes).chain(evidence).chain(like.held()).for_each(note);
    notes.context.iter_mut().chain(&mut page.view).chain(&mut finish.visit).for_each(visit);
    let pairs = joint.proposals.iter_mut().flatten().flat_map(|p| [&mut p.first, &mut p.second]);
    let joined = joint.rows.iter_mut().flatten().flat_map(|j| &mut j.visits);
    pairs.chain(joined).chain(joint.page.iter_mut().flat_map(|p| &mut p.columns)).for_each(row);
    for entry in &mut finish.todo.entries {
        row(&mut entry.place);
        if let Item::Note(held) | Item::Words(held) = &mut entry.item {
            note(held);
        }
    }
}

fn note(note: &mut NoteRow) {
    note.room = visit_words(note.number);
}

/// Notes that a talk or a shared problem shows. An invitation says which teacher asked, as a route says which rooms.
fn talking(answer: &mut TalkAnswer) {
    match answer {
        TalkAnswer::Talk(Some(view)) | TalkAnswer::Running(Some(view)) => {
            let brought = view.patterns.iter_mut().flat_map(|p| p.supports.iter_mut().chain(&mut p.complicates));
            brought.chain(&mut view.notes).for_each(note);
        }
        TalkAnswer::Problem(Some(view)) => {
            for line in &mut view.journey {
                if let JourneyStep::FirstSeen { note: Some(first), .. } = &mut line.what {
                    note(first);
                }
            }
        }
        _ => {}
    }
}

fn visit(view: &mut VisitView) {
    row(&mut view.visit);
    view.notes.iter_mut().for_each(note);
}

fn ground(held: &mut GroundVisit) {
    row(&mut held.visit);
    held.notes.iter_mut().for_each(note);
}

fn row(visit: &mut VisitRow) {
    visit.room = visit_words(visit.number);
    visit.teachers.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::screens::sample;
    use crate::store::api::GroundVisit;

    #[test]
    fn the_visits_a_suggestion_rests_on_lose_rooms_and_teachers() {
        let ground = || {
            let (visit, notes) = (sample::visit_row(1, 1), vec![sample::note(1, 1, "reads aloud")]);
            Answer::Ground(vec![GroundVisit { visit, notes, marked: None }])
        };
        let open = answer(&Agreements::default(), ground());
        assert_eq!(open, ground(), "nothing was agreed that hides names");
        let off = Agreements { names: Names::Off, ..Agreements::default() };
        let Answer::Ground(rows) = answer(&off, ground()) else { unreachable!("the same answer comes back") };
        let words = visit_words(rows[0].visit.number);
        assert_eq!((&rows[0].visit.room, rows[0].visit.teachers.len()), (&words, 0));
        assert_eq!(rows[0].notes[0].room, visit_words(rows[0].notes[0].number));
        assert!(!sample::visit_row(1, 1).room.is_empty() && sample::visit_row(1, 1).room != words);
    }
}
