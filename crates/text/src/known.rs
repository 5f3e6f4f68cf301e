//! Whether a word is a name that people bear: in the table of common names, of classic ones, or
//! among the attested Latin spellings. A word that is none of them may be a slip of the pen.

use crate::attested::is_attested;
use crate::classic::is_classic;
use crate::weights::is_common;

/// Whether a folded word is known as a name.
pub(crate) fn is_known(text: &str) -> bool {
    is_familiar(text) || is_attested(text)
}

/// Whether a folded word is a common or a classic name.
pub(crate) fn is_familiar(text: &str) -> bool {
    is_common(text) || is_classic(text)
}
