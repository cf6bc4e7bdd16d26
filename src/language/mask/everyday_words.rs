//! Words that are names too, by what they are besides, and what people in a classroom do. English, with a few verbs of
//! other languages. One list holds a word; the first list that has it counts.

use super::everyday::Everyday;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const MONTHS: &str = "\
    january february march april may june july august september october november december ";
/// Words that hold sentences together, and others that are as common, which are somebody's name somewhere.
const SMALLS: &str = "\
    an and any are as at be but by can com do does don down each for go ha has he her him his how i if in is it just \
    la le less let like lo me more most much must my no nor not now of off oh on one only or our out over own say \
    see she sing so some such than that the them then they this to too two ten under up us very was way we well were \
    what when where which who why will with won would yes you your t s a ";
/// Always with a capital.
const PROPERS: &str = "\
    monday tuesday wednesday thursday friday saturday sunday english french german spanish welsh irish dutch roman \
    greek england france ireland wales easter christmas china india israel africa america math maths euclid ";
/// Stand before a noun.
const KINDS: &str = "\
    best black blue bright brown christian early fair free fuller gold golden good gray green grey hardy high jolly \
    keen light little long low major minor moody new noble old orange quick red rich royal rusty sandy savage sharp \
    short small smart sterling strange strong sunny swift violet white wild wise young younger close frank olive \
    pink silver rose stark steel amber crystal ruby pearl daily ";
/// Things and places.
const THINGS: &str = "\
    art ash ball banks barn bell berry bird board bond book bridge brook brooks bush case castle cave church cross \
    day field fields fish flowers forest fox gates glass hall head hill hills holder home horn house key lake lamb \
    land lane law leaf life line lock marks marsh miles moon music page park parks paper peace pike place pond poole \
    pool post power price rain reading rivers rice rock root rule rush sands ship shore sky snow song spring star \
    stone storm street summer summers sun swan temple times tower town tree valley wall walls ward water waters way \
    wells west north south east winter winters wolf wood woods worth words work science history health drama library \
    gym office studio lab kitchen room box fork bean beans bacon coffee pepper story cotton ";
/// Trades, virtues, flowers, verbs, and people and places of lessons.
const OTHERS: &str = "\
    abbot angel archer autumn baker bank barber bill bishop blank block bohr bolt booker booth bowler boyle buck bud \
    burns butcher butler camp cannon carpenter cash chance chase chip clay clerk cliff coach columbus cook coward \
    crane crow daisy dance darwin dash dawn dean destiny dot dove drew duke earl faith fall farmer fern finch fisher \
    flood foot ford foreman friend frost gamble gardener ginger grace grant grave graves guy hand hands hare harmony \
    harper hawk hazel heather herb holly honey hook hope hunt hunter iris ivy jack jay jordan joy judge justice \
    kelvin king knight lance large liberty lily lincoln london love lovely mark mayor melody mendel mercy merit moss \
    nail newton nick nurse painter parson pat patience peck penny piper plant plum pope poppy porter potter pound \
    pounds precious prince rains ramp ranger ray read reader reed rider roach rob robin sage sailor scott self \
    sheets shepherd shields singer skip sparks speaker stamp steward still strand stringer sue sweet teacher thorn \
    trinity usher vest walker warden washington willow ";
/// What people in a classroom do. In the form that stands behind "she", so that "will read" is no deed.
const DEEDS: &str = "\
    asks asked says said reads writes wrote calls called points pointed waits waited walks walked stands stood sits \
    sat kneels knelt moves moved gives gave tells told shows showed explains explained answers answered repeats \
    repeated reminds reminded hands handed passes passed looks looked smiles smiled nods nodded greets greeted \
    counts counted collects collected circulates circulated models modeled modelled holds held takes took puts opens \
    opened closes closed draws drew uses used goes went comes came starts started begins began stops stopped turns \
    turned checks checked helps helped talks talked speaks spoke claps clapped sings sang lets wants wanted thinks \
    thought needs needed laughs laughed lifts lifted raises raised teaches taught responds responded replies replied \
    praises praised leans leaned blows blew leads led plans planned listens listened whispers whispered shouts \
    shouted brings brought sends sent picks picked copies copied finds found tries tried knows knew wonders wondered \
    claims mentions mentioned presents presented invites invited introduces introduced interrupts interrupted \
    refuses refused cries cried gets got sees saw suggests suggested visits visited works worked leaves cleans \
    erases erased underlines underlined agrees agreed disagrees volunteers volunteered arrives arrived joins joined \
    distributes distributed projects projected narrates redirects redirected dismisses dismissed erklärt fragt sagt \
    liest schreibt demande dit lit pregunta dice lee escribe thanks thanked encourages encouraged ";

/// What a word is besides a name.
pub static WORDS: LazyLock<HashMap<&'static str, Everyday>> = LazyLock::new(|| {
    let lists = [
        (MONTHS, Everyday::Month),
        (SMALLS, Everyday::Small),
        (PROPERS, Everyday::Proper),
        (KINDS, Everyday::Kind),
        (THINGS, Everyday::Thing),
        (OTHERS, Everyday::Other),
    ];
    let mut words = HashMap::new();
    for (list, sort) in lists {
        for word in list.split_whitespace() {
            words.entry(word).or_insert(sort);
        }
    }
    words
});

/// What people do.
pub static DOINGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| DEEDS.split_whitespace().collect());
