//! One thread reads, some work, and the calling one collects what they made, in the order of the input.
//!
//! Batches are dealt to the workers in turn and collected in the same turn, which keeps the order. There are only so many
//! batches, each used again once it was collected: that bounds the memory, however far reading is ahead of writing.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{Builder, JoinHandle};

use anyhow::Context;

use super::lines::Piece;

/// Batches for each worker: one in work, one waiting for it, and two on their way to be collected.
const BATCHES: usize = 4;

/// Some lines, and what was made of them.
#[derive(Default)]
struct Batch<T> {
    piece: Piece,
    made: T,
}

/// Fills pieces until there is none left, has `work` make something of each, and hands that to `collect` in order. What
/// it is made in was used before, or is new.
///
/// After a mistake of `collect` the threads are left behind: the reading one may be waiting for an input that never comes.
pub(super) fn run<T: Default + Send + 'static>(
    threads: NonZero<usize>,
    fill: impl FnMut(&mut Piece) -> anyhow::Result<bool> + Send + 'static,
    work: impl Fn(&Piece, &mut T) + Send + Sync + 'static,
    mut collect: impl FnMut(&mut T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let work = Arc::new(work);
    let (mut inboxes, mut outboxes, mut workers) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..threads.get() {
        let ((to_worker, inbox), (to_collector, outbox)) = (mpsc::channel(), mpsc::channel());
        let work = Arc::clone(&work);
        workers.push(spawn(move || serve(&inbox, &to_collector, &*work))?);
        inboxes.push(to_worker);
        outboxes.push(outbox);
    }
    let (give_back, spare) = mpsc::channel();
    for _ in 0..threads.get() * BATCHES {
        // It is the reader's from now on.
        let _ = give_back.send(Batch::default());
    }
    let reader = spawn(move || deal(fill, &spare, &inboxes))?;
    for outbox in outboxes.iter().cycle() {
        let Ok(mut batch) = outbox.recv() else { break };
        collect(&mut batch.made)?;
        // At the end of the input nobody wants it any more.
        let _ = give_back.send(batch);
    }
    workers.into_iter().for_each(join);
    join(reader)
}

/// Gives each worker in turn a batch of lines. Ends with the input, or when a worker has.
fn deal<T>(
    mut fill: impl FnMut(&mut Piece) -> anyhow::Result<bool>,
    spare: &Receiver<Batch<T>>,
    inboxes: &[Sender<Batch<T>>],
) -> anyhow::Result<()> {
    for inbox in inboxes.iter().cycle() {
        let Ok(mut batch) = spare.recv() else { break };
        if !fill(&mut batch.piece)? || inbox.send(batch).is_err() {
            break;
        }
    }
    Ok(())
}

fn serve<T>(inbox: &Receiver<Batch<T>>, outbox: &Sender<Batch<T>>, work: &impl Fn(&Piece, &mut T)) {
    for mut batch in inbox {
        work(&batch.piece, &mut batch.made);
        if outbox.send(batch).is_err() {
            break;
        }
    }
}

fn spawn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> anyhow::Result<JoinHandle<T>> {
    Builder::new()
        .spawn(work)
        .context("cannot start a thread; ask for fewer with `--threads N`")
}

/// Waits for the end of a thread, whose panic is then that of this one.
fn join<T>(thread: JoinHandle<T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use anyhow::bail;

    use super::run;
    use crate::classify::lines::{Lines, Piece};

    /// The numbers of all lines as they are collected, from a source of many pieces that take differently long.
    fn numbers(threads: usize) -> Vec<u64> {
        let text: String = (0..20_000).map(|n| "x".repeat(n % 89) + "\n").collect();
        let mut lines = Lines::new(std::io::Cursor::new(text));
        let mut all = Vec::new();
        let work = |piece: &Piece, made: &mut Vec<u64>| {
            made.clear();
            made.extend(piece.lines().filter(|l| !l.is_blank()).map(|l| l.number));
            if made.first().is_some_and(|first| first % 3 == 0) {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
        };
        let collect = |made: &mut Vec<u64>| {
            all.append(made);
            Ok(())
        };
        let threads = NonZero::new(threads).unwrap();
        run(threads, move |piece| Ok(lines.fill(piece)?), work, collect).unwrap();
        all
    }

    #[test]
    fn the_order_does_not_depend_on_the_threads() {
        let one = numbers(1);
        assert!(one.len() > 19_000 && one.is_sorted());
        for threads in [2, 3, 8] {
            assert!(numbers(threads) == one, "{threads} threads");
        }
    }

    #[test]
    fn a_mistake_of_the_reader_comes_after_what_it_read() {
        let (mut lines, mut fills, mut collected) = (Lines::new(&b"a\nb\n"[..]), 0, 0);
        let fill = move |piece: &mut Piece| {
            fills += 1;
            if fills > 1 {
                bail!("torn");
            }
            Ok(lines.fill(piece)?)
        };
        let work = |piece: &Piece, made: &mut usize| *made = piece.lines().count();
        let collect = |made: &mut usize| {
            collected += *made;
            Ok(())
        };
        let end = run(NonZero::<usize>::MIN, fill, work, collect);
        assert_eq!(
            (end.unwrap_err().to_string(), collected),
            ("torn".to_owned(), 3)
        );
    }

    #[test]
    fn who_collects_may_stop_while_the_reader_waits() {
        let mut pieces = 1;
        let fill = move |piece: &mut Piece| {
            if pieces == 0 {
                std::thread::park();
            }
            pieces -= 1;
            Ok(Lines::new(&b"a\n"[..]).fill(piece)?)
        };
        let end = run(
            NonZero::<usize>::MIN,
            fill,
            |_, (): &mut ()| (),
            |()| bail!("enough"),
        );
        assert_eq!(end.unwrap_err().to_string(), "enough");
    }
}
