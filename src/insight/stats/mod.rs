//! Formulas, a file a subject. Each names its source; the tests hold them against published values and against values
//! computed with other programs. What follows from the numbers is decided in `suggest`.

pub mod agreement;
pub mod alike;
pub mod alpha;
pub mod many;
pub mod numeric;
pub mod pairs;
pub mod rate;
pub mod share;
pub mod table;
pub mod trend;
