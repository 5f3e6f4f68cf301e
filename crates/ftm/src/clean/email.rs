//! E-mail addresses: the local part as written, the domain in lowercase.
//!
//! SOURCE: `followthemoney.types.email`. International domain names are kept in their decoded form and
//! only checked roughly; punycode is not decoded.

pub(super) fn clean(text: &str) -> Option<String> {
    let address = text.trim();
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    let (local, domain) = address.rsplit_once('@')?;
    let wrong = |c: char| c.is_whitespace() || "<>()[],;:?@\"\\".contains(c);
    let length = local.chars().count();
    if length == 0 || length > 64 || local.contains(wrong) {
        return None;
    }
    let domain = domain.trim_end_matches('.').to_lowercase();
    is_domain(&domain).then(|| format!("{local}@{domain}"))
}

/// At least two labels of letters, digits and inner hyphens; the last one not a number.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let Some((_, top)) = domain.rsplit_once('.') else {
        return false;
    };
    domain.len() <= 253
        && domain.split('.').all(label)
        && top.chars().count() >= 2
        && !top.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn lowers_the_domain_only() {
        assert_eq!(
            clean("mailto:Info@Example.ORG.").as_deref(),
            Some("Info@example.org")
        );
        for wrong in [
            "info",
            "a b@example.org",
            "info@localhost",
            "info@10.0.0.1",
            "info@-x.org",
        ] {
            assert_eq!(clean(wrong), None, "{wrong}");
        }
    }
}
