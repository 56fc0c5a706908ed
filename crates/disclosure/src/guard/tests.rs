use super::Guard;

#[test]
fn the_policies_fit_their_schema() {
    let guard = Guard::new().unwrap();
    assert!(guard.rules().len() > 40);
    assert_eq!(guard.fingerprint().len(), 64);
}
