//! Names that are everyday words too: when such a word stands for a person. The rules look at capitals and at the words
//! around it; they cannot know. When they cannot tell, it is a name.

use super::line::Line;

/// What a word is besides a name; it decides where its capital says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Everyday {
    /// Stands before a noun, at the beginning of a sentence too: "brown paper".
    Kind,
    /// A thing: "hall", "bell".
    Thing,
    /// A trade, a virtue, a flower, a verb: "baker", "hope", "mark".
    Other,
    /// Holds sentences together: "will", "do".
    Small,
    /// Always has a capital: "English", "Monday".
    Proper,
    /// A month: "May", "April".
    Month,
}

const KINDS: &[&str] = &[
    "best",
    "black",
    "blue",
    "bright",
    "brown",
    "christian",
    "early",
    "fair",
    "free",
    "fuller",
    "gold",
    "golden",
    "good",
    "gray",
    "green",
    "grey",
    "hardy",
    "high",
    "jolly",
    "keen",
    "light",
    "little",
    "long",
    "low",
    "major",
    "minor",
    "moody",
    "new",
    "noble",
    "old",
    "orange",
    "quick",
    "red",
    "rich",
    "royal",
    "rusty",
    "sandy",
    "savage",
    "sharp",
    "short",
    "small",
    "smart",
    "sterling",
    "strange",
    "strong",
    "sunny",
    "swift",
    "violet",
    "white",
    "wild",
    "wise",
    "young",
    "younger",
    "close",
    "frank",
    "olive",
    "pink",
    "silver",
    "rose",
    "stark",
    "steel",
    "amber",
    "crystal",
    "ruby",
    "pearl",
    "daily",
];
const THINGS: &[&str] = &[
    "art", "ash", "ball", "banks", "barn", "bell", "berry", "bird", "board", "bond", "book", "bridge", "brook",
    "brooks", "bush", "case", "castle", "cave", "church", "cross", "day", "field", "fields", "fish", "flowers",
    "forest", "fox", "gates", "glass", "hall", "head", "hill", "hills", "holder", "home", "horn", "house", "key",
    "lake", "lamb", "land", "lane", "law", "leaf", "life", "line", "lock", "marks", "marsh", "miles", "moon", "music",
    "page", "park", "parks", "paper", "peace", "pike", "place", "pond", "poole", "pool", "post", "power", "price",
    "rain", "reading", "rivers", "rice", "rock", "root", "rule", "rush", "sands", "ship", "shore", "sky", "snow",
    "song", "spring", "star", "stone", "storm", "street", "summer", "summers", "sun", "swan", "temple", "times",
    "tower", "town", "tree", "valley", "wall", "walls", "ward", "water", "waters", "way", "wells", "west", "north",
    "south", "east", "winter", "winters", "wolf", "wood", "woods", "worth", "words", "work", "science", "history",
    "health", "drama", "library", "gym", "office", "studio", "lab", "kitchen", "room", "box", "fork", "bean", "beans",
    "bacon", "coffee", "pepper", "story", "cotton",
];
const OTHERS: &[&str] = &[
    "abbot",
    "angel",
    "archer",
    "autumn",
    "baker",
    "bank",
    "barber",
    "bill",
    "bishop",
    "blank",
    "block",
    "bolt",
    "booker",
    "booth",
    "bowler",
    "buck",
    "bud",
    "burns",
    "butcher",
    "butler",
    "camp",
    "cannon",
    "carpenter",
    "cash",
    "chance",
    "chase",
    "chip",
    "clay",
    "clerk",
    "cliff",
    "coach",
    "cook",
    "coward",
    "crane",
    "crow",
    "daisy",
    "dance",
    "dash",
    "dawn",
    "dean",
    "destiny",
    "dot",
    "dove",
    "drew",
    "duke",
    "earl",
    "faith",
    "fall",
    "farmer",
    "fern",
    "finch",
    "fisher",
    "flood",
    "foot",
    "ford",
    "foreman",
    "friend",
    "frost",
    "gamble",
    "gardener",
    "ginger",
    "grace",
    "grant",
    "grave",
    "graves",
    "guy",
    "hand",
    "hands",
    "hare",
    "harmony",
    "harper",
    "hawk",
    "hazel",
    "heather",
    "herb",
    "holly",
    "honey",
    "hook",
    "hope",
    "hunt",
    "hunter",
    "iris",
    "ivy",
    "jack",
    "jay",
    "joy",
    "judge",
    "justice",
    "king",
    "knight",
    "lance",
    "large",
    "liberty",
    "lily",
    "love",
    "lovely",
    "mark",
    "mayor",
    "melody",
    "mercy",
    "merit",
    "moss",
    "nail",
    "nick",
    "nurse",
    "painter",
    "parson",
    "pat",
    "patience",
    "peck",
    "penny",
    "piper",
    "plant",
    "plum",
    "pope",
    "poppy",
    "porter",
    "potter",
    "pound",
    "pounds",
    "precious",
    "prince",
    "rains",
    "ramp",
    "ranger",
    "ray",
    "read",
    "reader",
    "reed",
    "rider",
    "roach",
    "rob",
    "robin",
    "sage",
    "sailor",
    "scott",
    "self",
    "sheets",
    "shepherd",
    "shields",
    "singer",
    "skip",
    "sparks",
    "speaker",
    "stamp",
    "steward",
    "still",
    "strand",
    "stringer",
    "sue",
    "sweet",
    "teacher",
    "thorn",
    "trinity",
    "usher",
    "vest",
    "walker",
    "warden",
    "willow",
];
/// Words that hold sentences together, and others that are as common, which are somebody's name somewhere.
const SMALLS: &[&str] = &[
    "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "com", "do", "does", "don", "down", "each", "for",
    "go", "ha", "has", "he", "her", "him", "his", "how", "i", "if", "in", "is", "it", "just", "la", "le", "less",
    "let", "like", "lo", "me", "more", "most", "much", "must", "my", "no", "nor", "not", "now", "of", "off", "oh",
    "on", "one", "only", "or", "our", "out", "over", "own", "say", "see", "she", "sing", "so", "some", "such", "than",
    "that", "the", "them", "then", "they", "this", "to", "too", "two", "ten", "under", "up", "us", "very", "was",
    "way", "we", "well", "were", "what", "when", "where", "which", "who", "why", "will", "with", "won", "would", "yes",
    "you", "your", "t", "s", "a",
];
const PROPERS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "english",
    "french",
    "german",
    "spanish",
    "scott",
    "welsh",
    "irish",
    "dutch",
    "roman",
    "greek",
    "england",
    "france",
    "ireland",
    "wales",
    "london",
    "easter",
    "christmas",
    "washington",
    "lincoln",
    "jordan",
    "china",
    "india",
    "israel",
    "africa",
    "america",
    "math",
    "maths",
    "columbus",
    "newton",
    "darwin",
    "kelvin",
    "boyle",
    "mendel",
    "euclid",
    "bohr",
];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words before which a name does not stand.
pub const DETERMINERS: &[&str] = &[
    "a", "all", "an", "another", "any", "both", "each", "every", "her", "his", "its", "my", "no", "one", "our", "some",
    "that", "the", "their", "these", "this", "those", "your", "two", "three", "four", "five", "which", "what", "to",
];
/// Words that go on with what a verb began: "mark your answer", "hope that".
const OBJECTS: &[&str] = &[
    "a", "all", "an", "and", "any", "are", "at", "both", "but", "down", "each", "every", "everyone", "for", "from",
    "he", "her", "his", "how", "i", "in", "into", "is", "it", "its", "me", "my", "no", "not", "of", "off", "on", "or",
    "our", "out", "over", "she", "so", "some", "someone", "somebody", "student", "students", "that", "the", "their",
    "them", "there", "these", "they", "this", "those", "to", "up", "us", "was", "we", "were", "what", "who", "why",
    "with", "you", "your",
];
/// Of these, the ones that stand behind a person too: "Hope is at the door", "Grace with S4".
const BEHIND_PERSON: &[&str] = &["and", "at", "but", "for", "from", "in", "is", "on", "or", "to", "was", "with", "who"];
/// Words with which a place or company is told, behind a name but hardly behind an adjective.
const WITH: &[&str] = &["and", "at", "beside", "by", "in", "is", "near", "on", "with", "was", "has", "who"];
/// What stands before a month or day.
const DATES: &[&str] = &[
    "by", "during", "early", "from", "in", "last", "late", "mid", "next", "of", "on", "since", "this", "till", "until",
    "every", "each", "the", "before", "after",
];
/// What people in a classroom do. In the form that stands behind "she", so that "will read" is no deed.
const DEEDS: &[&str] = &[
    "asks",
    "asked",
    "says",
    "said",
    "reads",
    "writes",
    "wrote",
    "calls",
    "called",
    "points",
    "pointed",
    "waits",
    "waited",
    "walks",
    "walked",
    "stands",
    "stood",
    "sits",
    "sat",
    "kneels",
    "knelt",
    "moves",
    "moved",
    "gives",
    "gave",
    "tells",
    "told",
    "shows",
    "showed",
    "explains",
    "explained",
    "answers",
    "answered",
    "repeats",
    "repeated",
    "reminds",
    "reminded",
    "hands",
    "handed",
    "passes",
    "passed",
    "looks",
    "looked",
    "smiles",
    "smiled",
    "nods",
    "nodded",
    "greets",
    "greeted",
    "counts",
    "counted",
    "collects",
    "collected",
    "circulates",
    "circulated",
    "models",
    "modeled",
    "modelled",
    "holds",
    "held",
    "takes",
    "took",
    "puts",
    "opens",
    "opened",
    "closes",
    "closed",
    "draws",
    "drew",
    "uses",
    "used",
    "goes",
    "went",
    "comes",
    "came",
    "starts",
    "started",
    "begins",
    "began",
    "stops",
    "stopped",
    "turns",
    "turned",
    "checks",
    "checked",
    "helps",
    "helped",
    "talks",
    "talked",
    "speaks",
    "spoke",
    "claps",
    "clapped",
    "sings",
    "sang",
    "lets",
    "wants",
    "wanted",
    "thinks",
    "thought",
    "needs",
    "needed",
    "laughs",
    "laughed",
    "lifts",
    "lifted",
    "raises",
    "raised",
    "teaches",
    "taught",
    "responds",
    "responded",
    "replies",
    "replied",
    "praises",
    "praised",
    "leans",
    "leaned",
    "blows",
    "blew",
    "leads",
    "led",
    "plans",
    "planned",
    "listens",
    "listened",
    "whispers",
    "whispered",
    "shouts",
    "shouted",
    "brings",
    "brought",
    "sends",
    "sent",
    "picks",
    "picked",
    "copies",
    "copied",
    "finds",
    "found",
    "tries",
    "tried",
    "knows",
    "knew",
    "wonders",
    "wondered",
    "claims",
    "mentions",
    "mentioned",
    "presents",
    "presented",
    "invites",
    "invited",
    "introduces",
    "introduced",
    "interrupts",
    "interrupted",
    "refuses",
    "refused",
    "cries",
    "cried",
    "gets",
    "got",
    "sees",
    "saw",
    "suggests",
    "suggested",
    "visits",
    "visited",
    "works",
    "worked",
    "leaves",
    "cleans",
    "erases",
    "erased",
    "underlines",
    "underlined",
    "agrees",
    "agreed",
    "disagrees",
    "volunteers",
    "volunteered",
    "arrives",
    "arrived",
    "joins",
    "joined",
    "distributes",
    "distributed",
    "projects",
    "projected",
    "narrates",
    "redirects",
    "redirected",
    "dismisses",
    "dismissed",
    "erklärt",
    "fragt",
    "sagt",
    "liest",
    "schreibt",
    "demande",
    "dit",
    "lit",
    "pregunta",
    "dice",
    "lee",
    "escribe",
    "thanks",
    "thanked",
    "encourages",
    "encouraged",
];

/// Whether a word says what somebody does.
pub fn is_deed(folded: &str) -> bool {
    DEEDS.contains(&folded)
}

/// What a word is besides a name, if anything. `None`: it is a name wherever it stands.
pub fn everyday(key: &str) -> Option<Everyday> {
    let lists = [
        (MONTHS, Everyday::Month),
        (SMALLS, Everyday::Small),
        (PROPERS, Everyday::Proper),
        (KINDS, Everyday::Kind),
        (THINGS, Everyday::Thing),
        (OTHERS, Everyday::Other),
    ];
    lists.into_iter().find(|(list, _)| list.contains(&key)).map(|(_, sort)| sort)
}

/// Whether the word `at`, one that is also somebody's name, stands for a person here.
pub fn stands_for_person(sort: Everyday, line: &Line, at: usize) -> bool {
    let Some(word) = line.word(at) else { return false };
    let determined = line.behind_determiner(at);
    let lower = !word.capital;
    // A plural behind "the": "the Browns".
    if word.capital && determined && word.folded.ends_with('s') && !line.starts(at) && sort == Everyday::Kind {
        return true;
    }
    if line.possessive(at) {
        return !determined && !(lower && sort == Everyday::Small);
    }
    if line.does_something(at) {
        return !determined || (word.capital && !line.starts(at));
    }
    if lower {
        return false;
    }
    if line.shouted(at) {
        return shouted(sort, line, at, determined);
    }
    // "Miller/Brown"
    if matches!(line.gap_before(at), "/" | "&" | " & ") && line.before(at).is_some_and(|w| w.capital) {
        return true;
    }
    match sort {
        Everyday::Month => !is_date(line, at),
        Everyday::Proper => proper(line, at),
        _ if !line.starts(at) => !determined && !of_title(line, at),
        _ => at_start(sort, line, at),
    }
}

/// At the beginning of a sentence a capital says nothing; the next word has to.
fn at_start(sort: Everyday, line: &Line, at: usize) -> bool {
    let Some(next) = line.next(at) else {
        // Alone, or before a comma: a call, an answer, a heading.
        return !(sort == Everyday::Thing || (sort == Everyday::Small && line.gap_after(at).starts_with([':', '?'])));
    };
    let is = |list: &[&str]| list.contains(&next.folded.as_str());
    match sort {
        Everyday::Small => next.capital && next.folded.chars().count() > 2,
        Everyday::Kind => is(WITH) || (next.capital && !next.is_number()),
        Everyday::Thing => next.capital && !next.is_number() && next.folded.chars().count() > 2,
        _ => !next.is_number() && (!is(OBJECTS) || (is(BEHIND_PERSON) && !written_about(line, at))),
    }
}

/// "Hope is written on the poster": the word itself is meant.
fn written_about(line: &Line, at: usize) -> bool {
    let third = line.word(at + 2).map(|w| w.folded.as_str()).unwrap_or_default();
    let is = line.word(at + 1).is_some_and(|w| matches!(w.folded.as_str(), "is" | "was" | "for"));
    is && matches!(
        third,
        "a" | "an" | "the" | "written" | "on" | "one" | "circled" | "underlined" | "spelled" | "every" | "each"
    )
}

fn shouted(sort: Everyday, line: &Line, at: usize, determined: bool) -> bool {
    let next = line.next(at).map(|w| w.folded.as_str()).unwrap_or_default();
    match sort {
        Everyday::Small | Everyday::Month => {
            !(OBJECTS.contains(&next) || determined) && !is_date(line, at) && sort == Everyday::Month
        }
        Everyday::Proper => false,
        _ => !determined && !OBJECTS.contains(&next),
    }
}

fn is_date(line: &Line, at: usize) -> bool {
    let number = |w: Option<&super::words::Word>| w.is_some_and(|w| w.folded.starts_with(|c: char| c.is_ascii_digit()));
    let before = line.before(at).is_some_and(|w| DATES.contains(&w.folded.as_str()));
    let asks =
        line.starts(at) && line.next(at).is_some_and(|w| OBJECTS.contains(&w.folded.as_str()) || w.folded == "i");
    let near = line.gap_before(at).chars().count() <= 2 && line.gap_after(at).chars().count() <= 2;
    before || asks || (near && (number(line.before(at)) || number(line.word(at + 1))))
}

/// A place, a language or a day: a person only where it stands like one, between two who do something.
fn proper(line: &Line, at: usize) -> bool {
    let to_somebody = ["asked", "told", "thanked", "helped", "mrs", "calls", "called"];
    line.previous(at).is_some_and(|w| to_somebody.contains(&w.folded.as_str()))
}

/// "the Bill of Rights", "Stone Age", "Brown v. Board".
fn of_title(line: &Line, at: usize) -> bool {
    let next = line.next(at).map(|w| w.folded.as_str()).unwrap_or_default();
    matches!(next, "of" | "age" | "v" | "vs" | "street" | "river" | "ocean" | "sea" | "house")
}
