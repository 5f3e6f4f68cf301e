//! `docs/typologies.md` is what the registry says.

#[test]
fn the_page_is_made_of_the_registry() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/typologies.md");
    let page = fs_err::read_to_string(path).expect("the page stands in docs");
    assert_eq!(
        page,
        kashf_trace::typologies::document(),
        "run `cargo run -p kashf-trace --example typologies > docs/typologies.md`"
    );
}
