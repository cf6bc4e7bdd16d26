//! Letters as names are compared: without case, accents, ligatures, wide forms, and letters of other scripts that look the
//! same, so that none of these hides a name.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The comparing form of a word. The same on both sides, so a name written in another script is still found as itself.
pub fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return out;
    }
    let lower = word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    // What becomes small may decompose once more (İ).
    for c in lower.filter(|c| !is_combining_mark(*c)) {
        match alike(c) {
            Some(text) => out.push_str(text),
            None => out.push(c),
        }
    }
    out
}

/// Letters that no decomposition takes apart, and small letters that look like Latin ones.
fn alike(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŋ' => "n",
        'а' | 'α' => "a",
        'в' => "b",
        'с' => "c",
        'ԁ' => "d",
        'е' | 'ε' => "e",
        'һ' | 'н' => "h",
        'і' | 'ι' => "i",
        'ј' => "j",
        'к' | 'κ' => "k",
        'м' => "m",
        'ո' => "n",
        'о' | 'ο' => "o",
        'р' | 'ρ' => "p",
        'ѕ' => "s",
        'т' | 'τ' => "t",
        'υ' => "u",
        'ν' => "v",
        'х' | 'χ' => "x",
        'у' => "y",
        _ => return None,
    })
}

/// Other ways to write the same name without its signs: "Müller" as Mueller, "Åkesson" as Aakesson, and the other way
/// round. The usual form itself is not among them.
pub fn spelled_out(word: &str) -> Vec<String> {
    let long: String = word
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ä' => "ae".to_string(),
            'ö' | 'ø' => "oe".to_string(),
            'ü' => "ue".to_string(),
            'å' => "aa".to_string(),
            c => c.to_string(),
        })
        .collect();
    let usual = plain(word);
    let short = if usual.chars().count() > 4 {
        usual.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a")
    } else {
        usual.clone()
    };
    let mut found = vec![plain(&long), short];
    found.retain(|f| *f != usual && f.chars().count() > 2);
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_wide_letters_and_letters_that_look_alike_are_one() {
        for (written, same) in [
            ("Groß", "gross"),
            ("GROSS", "gross"),
            ("Bjørn", "bjorn"),
            ("Ｍｉｌｌｅｒ", "miller"),
            ("Мiller", "miller"),
            ("İrem", "irem"),
        ] {
            assert_eq!(plain(written), same, "{written}");
        }
        assert_eq!(spelled_out("Müller"), ["mueller"]);
        assert_eq!(spelled_out("Mueller"), ["muller"]);
        assert_eq!(spelled_out("Miller"), [""; 0]);
    }
}
