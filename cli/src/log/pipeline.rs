//! Processes batches of lines on several threads: one reads, some work, and the calling one collects the results.
//!
//! Batches are passed to the workers in turn and collected in the same turn, which keeps the order of the input. The
//! number of batches is fixed and each is reused after it was collected, which limits the memory, however far reading
//! is ahead of writing. Channels of the standard library are enough for that; the crates for ordered parallel iterators
//! either do not bound their queues or use scoped threads, for which an error would have to wait until the reader gets
//! its input.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{Builder, JoinHandle};

use anyhow::Context;

use super::lines::Piece;

/// Batches per worker: one in progress, one waiting for the worker, and two waiting to be collected.
const BATCHES: usize = 4;

/// Some lines and their result.
#[derive(Default)]
struct Batch<T> {
    piece: Piece,
    result: T,
}

/// Fills pieces until the input ends, calls `work` with each, and calls `collect` with the results in order. Results
/// are reused, so `work` must clear them.
///
/// If `collect` fails, the threads keep running: the reader may be waiting for input that never comes.
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
        // The receiver exists, so this cannot fail.
        let _ = give_back.send(Batch::default());
    }
    let reader = spawn(move || deal(fill, &spare, &inboxes))?;
    for outbox in outboxes.iter().cycle() {
        let Ok(mut batch) = outbox.recv() else { break };
        collect(&mut batch.result)?;
        // At the end of the input, the reader has stopped.
        let _ = give_back.send(batch);
    }
    // If a worker panicked, the reader may be waiting for batches.
    drop(give_back);
    workers.into_iter().for_each(join);
    join(reader)
}

/// Passes a batch of lines to each worker in turn, until the input or a worker ends.
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
        work(&batch.piece, &mut batch.result);
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
        .context("cannot start a thread; use fewer with `--threads N`")
}

/// Waits for a thread, and panics if it did.
fn join<T>(thread: JoinHandle<T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use anyhow::bail;

    use super::super::lines::{Lines, Piece};
    use super::run;

    /// The numbers of all lines in the order of collection, from many pieces whose processing time varies.
    fn numbers(threads: usize) -> Vec<u64> {
        let text: String = (0..20_000).map(|n| "x".repeat(n % 89) + "\n").collect();
        let mut lines = Lines::new(std::io::Cursor::new(text));
        let mut all = Vec::new();
        let work = |piece: &Piece, result: &mut Vec<u64>| {
            result.clear();
            result.extend(piece.lines().filter(|l| !l.is_blank()).map(|l| l.number));
            if result.first().is_some_and(|first| first % 3 == 0) {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
        };
        let collect = |result: &mut Vec<u64>| {
            all.append(result);
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
    fn reading_errors_come_after_the_lines_before_them() {
        let (mut lines, mut fills, mut collected) = (Lines::new(&b"a\nb\n"[..]), 0, 0);
        let fill = move |piece: &mut Piece| {
            fills += 1;
            if fills > 1 {
                bail!("torn");
            }
            Ok(lines.fill(piece)?)
        };
        let work = |piece: &Piece, result: &mut usize| *result = piece.lines().count();
        let collect = |result: &mut usize| {
            collected += *result;
            Ok(())
        };
        let end = run(NonZero::<usize>::MIN, fill, work, collect);
        assert_eq!(
            (end.unwrap_err().to_string(), collected),
            ("torn".to_owned(), 3)
        );
    }

    #[test]
    fn collecting_may_stop_while_the_reader_waits() {
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
