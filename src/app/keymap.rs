//! Which action a key means, given where the leader is.

use super::actions::{ACTIONS, Action, Scope, Spec};
use super::input::{Code, Key};
use super::keys::parse_key;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The action of a key in one scope.
pub fn resolve(scope: Scope, key: Key) -> Option<Action> {
    static TABLE: OnceLock<HashMap<(Scope, Key), Action>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        for spec in ACTIONS {
            for scope in spec.scopes {
                for key in spec.keys.iter().filter_map(|k| parse_key(k)) {
                    table.insert((*scope, key), spec.action);
                }
            }
        }
        table
    });
    table.get(&(scope, plain_form(key))).copied()
}

/// Shift is dropped where the character tells it already, and Shift-Tab keeps it.
fn plain_form(key: Key) -> Key {
    match key.code {
        Code::Char(c) if key.ctrl => Key { code: Code::Char(c.to_ascii_lowercase()), shift: false, ..key },
        Code::Char(_) => Key { shift: false, ..key },
        Code::Tab => key,
        _ => Key { shift: false, ..key },
    }
}

/// The lines of the table for a scope, in their order.
pub fn specs_of(scope: Scope) -> impl Iterator<Item = &'static Spec> {
    ACTIONS.iter().filter(move |s| s.scopes.contains(&scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_the_table_says() {
        let key = |t| parse_key(t).expect("a key");
        assert_eq!(resolve(Scope::Walk, key("Ctrl-N")), Some(Action::NextRoom));
        assert_eq!(resolve(Scope::Walk, Key { shift: true, ..key("Ctrl-N") }), Some(Action::NextRoom));
        assert_eq!(resolve(Scope::Plan, key("Shift-Tab")), Some(Action::PlanPrevious));
        assert_eq!(resolve(Scope::Plan, key("Tab")), Some(Action::PlanNext));
        assert_eq!(resolve(Scope::Home, key("Ctrl-N")), None);
    }
}
