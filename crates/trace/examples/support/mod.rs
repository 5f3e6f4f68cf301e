//! What the measuring examples share: the generator's binary files (`gen_tx_graph.py` of the prototypes), processor time, memory.

use kashf_trace::{Amount, Currency, MoveKind, Network, NetworkBuilder};
use std::error::Error;
use std::time::Duration;

/// Reads records of 24 bytes `{id u32, src u32, dst u32, ts u32, amount f64}`, the first `first` of them.
pub(crate) fn read(path: &str, first: usize) -> Result<Network, Box<dyn Error>> {
    let raw = fs_err::read(path)?;
    let mut builder = NetworkBuilder::default();
    for record in raw.chunks_exact(24).take(first) {
        let (words, amount) = record.split_at(16);
        let word = |at: usize| -> Result<u32, Box<dyn Error>> {
            Ok(u32::from_le_bytes(words[at * 4..at * 4 + 4].try_into()?))
        };
        let amount = f64::from_le_bytes(amount.try_into()?);
        let amount = Amount {
            minor: (amount * 100.0).round() as i64,
            currency: Currency::NONE,
        };
        let ends = (word(1)?.to_string(), word(2)?.to_string());
        let time = i64::from(word(3)?);
        builder.movement(
            (&ends.0, &ends.1),
            time,
            amount,
            MoveKind::Payment,
            &word(0)?.to_string(),
        )?;
    }
    Ok(builder.finish())
}

/// Processor time of this process so far, all threads.
pub(crate) fn processor() -> Duration {
    let stat = fs_err::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}

/// Highest resident memory of this process so far, in MiB.
pub(crate) fn peak_mib() -> u64 {
    let status = fs_err::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}
