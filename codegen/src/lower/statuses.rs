//! The default classes of statuses.

use crate::decide::StatusClasses;
use crate::diagnostics::{Id, Label, Path, Sink, Target};
use crate::model::ClassId;
use crate::parse::{self, Exactness};
use crate::standard;
use crate::syntax;

/// The classes of a book, by name.
type Classes<'s> = [(&'s str, &'s syntax::Class)];

/// Assigns each status to the class that names it most precisely, or to `unknown`.
pub(super) fn lower(classes: &Classes<'_>, sink: &mut Sink<'_>) -> StatusClasses {
    if classes.is_empty() {
        return StatusClasses {
            ranges: Vec::new(),
            unknown: ClassId::new(0),
        };
    }
    let unknown = classes.iter().position(|(name, _)| *name == "unknown");
    let unknown = unknown.unwrap_or(0);
    let nobody = Owner {
        exactness: None,
        class: unknown,
        item: 0,
    };
    let mut owners = vec![nobody; 500];
    for (class, (_, own)) in classes.iter().enumerate() {
        let items = own.statuses.iter().flat_map(|statuses| &statuses.items);
        for item in 0..items.count() {
            let claim = Owner {
                class,
                item,
                ..nobody
            };
            let Some(((lo, hi), claim)) = claim.parsed(classes, sink) else {
                continue;
            };
            let range = &mut owners[usize::from(lo - 100)..=usize::from(hi - 100)];
            if let Some(first) = claim.among(range) {
                report_two_owners(classes, first, claim, sink);
            }
        }
    }
    StatusClasses {
        ranges: runs(&owners),
        unknown: ClassId::new(unknown),
    }
}

/// The class of a status so far, the item of its `statuses`, and how precise that is.
#[derive(Clone, Copy)]
struct Owner {
    exactness: Option<Exactness>,
    class: usize,
    item: usize,
}

impl Owner {
    /// Calls `then` with the path where a class names a status.
    fn at_place<T>(self, classes: &Classes<'_>, then: impl FnOnce(&Path<'_>) -> T) -> T {
        let (name, class) = classes[self.class];
        let path = Path::ROOT.key("classes");
        let path = path.key(name);
        let path = path.key("statuses");
        let is_listed = class.statuses.as_ref().is_some_and(|it| it.listed);
        then(&if is_listed {
            path.index(self.item)
        } else {
            path
        })
    }

    /// The statuses that are named, with a precision.
    fn parsed(self, classes: &Classes<'_>, sink: &mut Sink<'_>) -> Option<((u16, u16), Self)> {
        let parsed = parse::statuses(self.word(classes));
        let (range, exactness) = self.at_place(classes, |place| {
            sink.parsed(place, Id::InvalidStatus, "status", parsed)
        })?;
        let exactness = Some(exactness);
        Some((range, Self { exactness, ..self }))
    }

    fn label(self, classes: &Classes<'_>, sink: &mut Sink<'_>) -> Label {
        self.at_place(classes, |place| sink.label_of(place, Target::Value))
    }

    /// The status, as it is written.
    fn word<'s>(self, classes: &Classes<'s>) -> &'s str {
        let statuses = classes[self.class].1.statuses.as_ref();
        let word = statuses.and_then(|statuses| statuses.items.get(self.item));
        word.map_or("", |word| &word.0)
    }

    /// Takes the statuses that are named less precisely so far. Returns another class that names one equally precisely,
    /// if any.
    fn among(self, statuses: &mut [Self]) -> Option<Self> {
        let rival = statuses
            .iter()
            .find(|owner| owner.exactness == self.exactness && owner.class != self.class)
            .copied();
        for owner in statuses
            .iter_mut()
            .filter(|owner| owner.exactness < self.exactness)
        {
            *owner = self;
        }
        rival
    }
}

/// Reports it at the author's own class, even if the other one is a standard class that comes later.
fn report_two_owners(classes: &Classes<'_>, first: Owner, second: Owner, sink: &mut Sink<'_>) {
    let of_first = first.label(classes, sink);
    let of_second = second.label(classes, sink);
    if is_standard(&of_second) && !is_standard(&of_first) {
        report_second(classes, (second, of_second), first, sink);
    } else {
        report_second(classes, (first, of_first), second, sink);
    }
}

fn report_second(
    classes: &Classes<'_>,
    (first, label): (Owner, Label),
    second: Owner,
    sink: &mut Sink<'_>,
) {
    let (name, status) = (classes[first.class].0, second.word(classes));
    let message = format!("`{status}` is the default of two classes");
    let diagnostic = Id::StatusOfTwoClasses.diagnostic(message, "the second one");
    let diagnostic = if is_standard(&label) {
        let rest = rest(classes, first).join(", ");
        let help = format!("`{name}` of the standard already has it");
        let take = format!("to remove it there: `{name}: {{ statuses: [{rest}] }}`");
        diagnostic.help(help).help(take)
    } else {
        diagnostic.help(format!("`{name}` has it already"))
    };
    second.at_place(classes, |place| {
        sink.report_at(place, &diagnostic.related(label));
    });
}

fn is_standard(label: &Label) -> bool {
    label.file == standard().path
}

/// The remaining statuses of a class if one is removed.
fn rest<'s>(classes: &Classes<'s>, taken: Owner) -> Vec<&'s str> {
    let items = classes[taken.class].1.statuses.iter();
    let words = items.flat_map(|statuses| &statuses.items).enumerate();
    let kept = words.filter(|(item, _)| *item != taken.item);
    kept.map(|(_, word)| word.0.as_str()).collect()
}

/// The runs of statuses, from 100, that have one class.
fn runs(owners: &[Owner]) -> Vec<(u16, u16, ClassId)> {
    let mut runs: Vec<(u16, u16, ClassId)> = Vec::new();
    for (status, owner) in (100..).zip(owners) {
        let class = ClassId::new(owner.class);
        match runs.last_mut() {
            Some((_, hi, last)) if *last == class => *hi = status,
            _ => runs.push((status, status, class)),
        }
    }
    runs
}
