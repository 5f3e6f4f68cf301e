//! The generator's payments as a stream.

use kashf_trace::Amount;
use kashf_trace::Currency;
use std::error::Error;

/// A payment of the generator.
#[derive(Clone, Copy)]
pub(crate) struct Payment {
    pub(crate) id: u32,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) time: u32,
    pub(crate) amount: Amount,
}

/// Reads the first `first` payments; with `shuffle`, each arrives up to so many seconds late.
pub(crate) fn payments(
    path: &str,
    first: usize,
    shuffle: u32,
) -> Result<Vec<Payment>, Box<dyn Error>> {
    let raw = fs_err::read(path)?;
    let mut payments = Vec::with_capacity((raw.len() / 24).min(first));
    for record in raw.chunks_exact(24).take(first) {
        let word = |at: usize| -> Result<u32, Box<dyn Error>> {
            Ok(u32::from_le_bytes(record[at * 4..at * 4 + 4].try_into()?))
        };
        let amount = f64::from_le_bytes(record[16..].try_into()?);
        payments.push(Payment {
            id: word(0)?,
            from: word(1)?,
            to: word(2)?,
            time: word(3)?,
            amount: Amount {
                minor: (amount * 100.0).round() as i64,
                currency: Currency::NONE,
            },
        });
    }
    if shuffle > 0 {
        // A fixed mixing of the id, no chance.
        let delay =
            |id: u32| ((u64::from(id) * 0x9E37_79B9_7F4A_7C15) >> 33) % u64::from(shuffle + 1);
        payments.sort_by_key(|payment| u64::from(payment.time) + delay(payment.id));
    }
    Ok(payments)
}

/// A number as text, without asking for memory.
pub(crate) struct Digits([u8; 10]);

impl Digits {
    pub(crate) const NONE: Self = Self([0; 10]);

    pub(crate) fn of(&mut self, mut number: u32) -> &str {
        let mut at = self.0.len();
        loop {
            at -= 1;
            self.0[at] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        std::str::from_utf8(&self.0[at..]).unwrap_or_default()
    }
}
