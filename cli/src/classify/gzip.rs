//! What was packed with gzip.

use std::io::{self, BufRead, ErrorKind, Read};

use flate2::bufread::GzDecoder;

/// What every gzip member begins with, and no text.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Unpacks all members of a file. Zeros after the last one are ignored, as `gzip` does: tapes and disks pad with them.
/// Anything else there is an error, after all that was packed has been read.
pub(super) struct Members<R> {
    /// `None` after the last one.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(packed: R) -> Self {
        let member = Some(GzDecoder::new(packed));
        Self { member }
    }

    /// Goes on to the next member, if there is one.
    fn advance(&mut self) -> io::Result<()> {
        let Some(member) = self.member.take() else {
            return Ok(());
        };
        let mut packed = member.into_inner();
        match first_after_zeros(&mut packed)? {
            None => Ok(()),
            Some(first) if first == MAGIC[0] => {
                self.member = Some(GzDecoder::new(packed));
                Ok(())
            }
            Some(_) => Err(io::Error::new(
                ErrorKind::InvalidData,
                "something follows the gzip data that is not gzip; all before it was read",
            )),
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = member.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.advance()?;
        }
        Ok(0)
    }
}

/// The first byte that is not zero, which stays to be read.
fn first_after_zeros(reader: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let here = match reader.fill_buf() {
            Ok(here) => here,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let zeros = here.iter().take_while(|byte| **byte == 0).count();
        let (first, is_end) = (here.get(zeros).copied(), here.is_empty());
        reader.consume(zeros);
        if first.is_some() || is_end {
            return Ok(first);
        }
    }
}
