//! All problems: status, code, title and fixed text. Refusals have their own code and text; their
//! status is here.

use http::StatusCode;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ProblemKind {
    /// HTTP status of the answer.
    pub(crate) status: StatusCode,
    /// The stable code; a refusal has its own instead.
    pub(crate) code: &'static str,
    /// Short, in Swedish.
    pub(crate) title: &'static str,
    /// In Swedish: what happened and what to do.
    pub(crate) detail: &'static str,
    /// Seconds to wait before the next try; 0 when waiting does not help.
    pub(crate) retry_after: u32,
}

macro_rules! problems {
    ($( $name:ident = $status:ident, $code:literal, $retry_after:literal, $title:literal, $detail:literal; )+) => {
        $(
            pub(crate) static $name: ProblemKind = ProblemKind {
                status: StatusCode::$status,
                code: $code,
                title: $title,
                detail: $detail,
                retry_after: $retry_after,
            };
        )+

        /// Every kind, for the OpenAPI document.
        pub(crate) static KNOWN: &[&ProblemKind] = &[$( &$name, )+];
    };
}

problems! {
    NOT_UTF8 = BAD_REQUEST, "not-utf-8", 0, "Gick inte att läsa",
        "Det du skickade är inte skrivet i UTF-8. Inget sparades.";
    MALFORMED = BAD_REQUEST, "malformed-json", 0, "Gick inte att läsa",
        "Innehållet är inte JSON som går att läsa. Inget sparades.";
    BAD_KEY = BAD_REQUEST, "bad-idempotency-key", 0, "Gick inte att läsa",
        "Idempotency-Key ska vara en enda rad med 1 till 200 synliga tecken.";
    CUT_OFF = BAD_REQUEST, "cut-off", 0, "Gick inte att läsa",
        "Överföringen avbröts. Inget sparades. Skicka igen.";
    NOT_SIGNED_IN = UNAUTHORIZED, "not-signed-in", 0, "Du är inte inloggad",
        "Logga in och försök igen. Ett program skickar Authorization: Bearer och sin nyckel.";
    WRONG_PASSWORD = UNAUTHORIZED, "wrong-password", 0, "Inloggningen gick inte",
        "Namnet eller lösenordet stämmer inte. Kontrollera båda och försök igen.";
    NOT_YOUR_TASK = FORBIDDEN, "not-your-task", 0, "Inte ditt uppdrag",
        "Ditt uppdrag ger inte rätt att göra det här. Be den enhet som samordnar ärendet att göra det.";
    NOT_FOUND = NOT_FOUND, "not-found", 0, "Finns inte",
        "Det du söker finns inte, eller så har din enhet inte tillgång till det.";
    METHOD_NOT_ALLOWED = METHOD_NOT_ALLOWED, "method-not-allowed", 0, "Fel sätt att fråga",
        "Adressen finns men tar inte emot den metoden. Svarets Allow säger vilka den tar.";
    REFUSED = CONFLICT, "refused", 0, "Går inte att göra",
        "Reglerna tillåter inte det här.";
    STALE_VERSION = PRECONDITION_FAILED, "stale-version", 0, "Ärendet har ändrats",
        "Någon annan har ändrat ärendet. Läs det igen och avgör på nytt.";
    TOO_LARGE = PAYLOAD_TOO_LARGE, "too-large", 0, "För stort",
        "Det du skickade är större än 1 MB. Inget sparades. Korta det och försök igen.";
    NOT_JSON = UNSUPPORTED_MEDIA_TYPE, "not-json", 0, "Fel innehållstyp",
        "Skicka JSON med Content-Type: application/json.";
    MISTAKES = UNPROCESSABLE_ENTITY, "mistakes", 0, "Något är fel ifyllt",
        "Rätta uppgifterna och försök igen. Inget sparades.";
    KEY_REUSED = UNPROCESSABLE_ENTITY, "idempotency-key-reused", 0, "Nyckeln är använd",
        "Idempotency-Key har använts för något annat. Ta en ny nyckel.";
    VERSION_REQUIRED = PRECONDITION_REQUIRED, "version-required", 0, "Version saknas",
        "Ange ärendets version i If-Match, så att ingen annans ändring går förlorad.";
    TOO_MANY_TRIES = TOO_MANY_REQUESTS, "too-many-tries", 60, "För många försök",
        "Det har varit för många försök att logga in. Vänta en stund och försök sedan igen.";
    TOO_MANY_EMERGENCIES = TOO_MANY_REQUESTS, "too-many-emergencies", 3600, "För många försök",
        "Nödöppning är stängd en stund för dig eller din enhet efter många försök. Ring den enhet som samordnar ärendet, eller vänta en timme.";
    FAULT = INTERNAL_SERVER_ERROR, "fault", 0, "Något gick fel hos oss",
        "Försök igen. Händer det igen, kontakta supporten och ange request_id.";
    BUSY = SERVICE_UNAVAILABLE, "busy", 2, "Upptaget",
        "Vårdbron hinner inte med just nu. Inget sparades. Försök igen om en stund.";
    UNKNOWN = SERVICE_UNAVAILABLE, "unknown-outcome", 60, "Oklart om det sparades",
        "Vårdbron vet inte om ändringen sparades. Vänta någon minut och skicka samma sak igen: blev den sparad görs den inte en gång till. Ett program skickar samma Idempotency-Key.";
    STOPPED = SERVICE_UNAVAILABLE, "stopped", 60, "Tar inte emot ändringar",
        "Lagringen har slutat fungera och Vårdbron startar om. Det här försöket sparade inget. Var förra svaret oklart är det fortfarande oklart: vänta någon minut och skicka samma sak igen, fyll inte i på nytt.";
    NO_ROOM = INSUFFICIENT_STORAGE, "no-room", 60, "Disken är full",
        "Disken är full, så inget sparades. Kontakta driften, som behöver göra plats. Försök igen när det är gjort.";
    TOO_SLOW = SERVICE_UNAVAILABLE, "too-slow", 5, "Tog för lång tid",
        "Svaret dröjde för länge. Se efter om ändringen blev gjord innan du försöker igen.";
}
