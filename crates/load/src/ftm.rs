//! FollowTheMoney (being written)
use crate::sheet::Sheet;
use crate::{Format, LoadError, SourceFile};
pub(crate) fn read(_files: &[(Format, &SourceFile)], _sheet: &mut Sheet) -> Result<(), LoadError> { Ok(()) }
