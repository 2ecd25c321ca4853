//! Decompresses gzip.

use std::io::{self, BufRead, ErrorKind, Read};

use flate2::bufread::GzDecoder;

/// The first bytes of a gzip member. No text starts with them.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Decompresses all members of a file. Zeros after the last one, which tapes and disks pad with, are ignored as `gzip`
/// does. Anything else there is an error, which is reported after the decompressed data.
pub(super) struct Members<R> {
    /// `None` after the last one.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(compressed: R) -> Self {
        let member = Some(GzDecoder::new(compressed));
        Self { member }
    }

    /// Starts the next member, if there is one.
    fn advance(&mut self) -> io::Result<()> {
        let Some(member) = self.member.take() else {
            return Ok(());
        };
        let mut compressed = member.into_inner();
        match first_after_zeros(&mut compressed)? {
            None => Ok(()),
            Some(first) if first == MAGIC[0] => {
                self.member = Some(GzDecoder::new(compressed));
                Ok(())
            }
            Some(_) => Err(io::Error::new(
                ErrorKind::InvalidData,
                "the gzip data is followed by other data",
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

/// Peeks at the first byte that is not zero.
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
