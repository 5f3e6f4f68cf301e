//! Memory of this process, as Linux tells it in `/proc/self/status`; elsewhere nothing is said.

use serde::Serialize;

/// Memory in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Memory {
    /// In use now: what the program holds and the pages of the lists that it has touched.
    pub resident_bytes: u64,
    /// Of it, pages of mapped files, which the system takes back when it needs them.
    pub of_files_bytes: u64,
    /// The most that was ever in use.
    pub peak_bytes: u64,
    /// Of what is in use, what was there before the lists were opened: the program and the queries.
    pub before_bytes: u64,
}

impl Memory {
    pub(super) fn since(self, before: Self) -> Self {
        Self {
            before_bytes: before.resident_bytes,
            ..self
        }
    }
}

/// The memory of this process, where the system tells.
pub(super) fn of_this_process() -> Option<Memory> {
    let text = fs_err::read_to_string("/proc/self/status").ok()?;
    read(&text)
}

fn read(text: &str) -> Option<Memory> {
    let bytes = |key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key))?;
        let number = line.trim_start_matches(':').split_whitespace().next()?;
        Some(number.parse::<u64>().ok()? * 1024)
    };
    Some(Memory {
        resident_bytes: bytes("VmRSS")?,
        of_files_bytes: bytes("RssFile")?,
        peak_bytes: bytes("VmHWM")?,
        before_bytes: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_linux_are_read() {
        let text = "Name:\tkashf\nVmHWM:\t    3000 kB\nVmRSS:\t    2000 kB\nRssAnon:\t 1 kB\nRssFile:\t  500 kB\n";
        let memory = Memory {
            resident_bytes: 2_048_000,
            of_files_bytes: 512_000,
            peak_bytes: 3_072_000,
            before_bytes: 0,
        };
        assert_eq!(read(text), Some(memory));
        assert_eq!(read("Name:\tother\n"), None);
    }
}
