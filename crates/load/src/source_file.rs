//! One file of a source as it came in, with what an index beside it said of it.

/// What a publisher's index says of a file beside it: OpenSanctions' `index.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Name of the dataset.
    pub dataset: String,
    /// The publisher's own version, such as `20260102063040-abc`; delta chains start from it.
    pub version: Option<String>,
}

/// One file of a source, decompressed, with what arrived beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Name without folders; of an archive's member `archive.zip/member.csv`. A compression suffix stays.
    pub name: String,
    /// Folders between the path that was given and the file, `/` between them; a label, never a path.
    pub folder: String,
    /// The plain bytes.
    pub bytes: Vec<u8>,
    /// Bytes as received; 0 for further members of an archive, which the first one counts.
    pub received_bytes: u64,
    /// What was received, for `sources/`, when it is packed; empty for plain bytes, which are what was received, and
    /// for further members of an archive.
    pub received: Vec<u8>,
    /// What an index beside it says, once [`crate::transport::check`] has compared the two.
    pub published: Option<Published>,
}

impl SourceFile {
    /// A plain file from memory.
    #[must_use]
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            received_bytes: bytes.len() as u64,
            bytes,
            ..Self::default()
        }
    }
    /// What was received; nothing for further members of an archive.
    #[must_use]
    pub fn as_received(&self) -> &[u8] {
        if self.received.is_empty() && self.received_bytes > 0 {
            &self.bytes
        } else {
            &self.received
        }
    }
}
