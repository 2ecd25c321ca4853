//! Times pieces of work against each other.

use std::time::{Duration, Instant};

/// A piece of work to be timed, done as often as its name's owner says in one call.
pub struct Contender<'c> {
    /// How it is called in the results.
    pub name: &'static str,
    run: Box<dyn FnMut() + 'c>,
    best: Duration,
}

impl<'c> Contender<'c> {
    /// A piece of work under a name.
    pub fn new(name: &'static str, run: impl FnMut() + 'c) -> Self {
        Self {
            name,
            run: Box::new(run),
            best: Duration::MAX,
        }
    }

    fn round(&mut self) {
        let start = Instant::now();
        (self.run)();
        self.best = self.best.min(start.elapsed());
    }
}

/// The shortest time that each contender took, in nanoseconds and in their order. They take turns, so that whatever
/// slows the machine down for a while slows all of them; the shortest time is the one that nothing disturbed.
pub fn race(contenders: &mut [Contender<'_>], rounds: usize) -> Vec<f64> {
    for _ in 0..rounds {
        contenders.iter_mut().for_each(Contender::round);
    }
    contenders
        .iter()
        .map(|contender| contender.best.as_secs_f64() * 1e9)
        .collect()
}
