//! The pulse: nine questions on how far a team stands behind what it works on. Each is counted by itself, never put
//! together into one number, and never kept by person. What is asked about are constructs that others have measured
//! (awareness, understanding, belief and commitment: Grebing 2017; commitment and efficacy: ORIC, Shea et al. 2014;
//! teacher influence: BASRC; collective responsibility: 5Essentials; trust: the Chicago Consortium); the questions are ours.

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Construct {
    /// As it is stored with counts.
    pub id: &'static str,
    pub question: &'static str,
    /// The answers in their order; how many gave each is what is kept.
    pub answers: &'static [&'static str],
}

const AGREE: &[&str] = &["not at all", "hardly", "rather not", "partly", "mostly", "fully"];
const HOW_MANY: &[&str] = &["none", "some", "about half", "most", "nearly all"];

const fn agree(id: &'static str, question: &'static str) -> Construct {
    Construct { id, question, answers: AGREE }
}

/// All of them, in the order in which they are asked.
pub const CONSTRUCTS: [Construct; 9] = [
    agree("awareness", "I know what was seen and how it was gathered."),
    agree("understanding", "I could explain this possible need in my own words."),
    agree("recognition", "I see it in my own classroom too."),
    agree("belief", "Working on it would help our students."),
    agree("commitment", "I want to work on it and will do what it takes."),
    agree("efficacy", "We can keep this going and handle what comes up."),
    agree("influence", "We teachers had a real say in choosing it."),
    Construct { id: "responsibility", question: "How many of us feel responsible for it?", answers: HOW_MANY },
    agree("trust", "I can say my worry about this openly."),
];
