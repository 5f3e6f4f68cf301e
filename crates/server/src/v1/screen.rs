//! `POST /v1/screen`: one record.

use super::ask::{ScreeningAnswer, count, screenings};
use super::{ApiBody, ApiQuery, RecordBody, ScreenParams, record};
use crate::error::ApiError;
use crate::log::Screenings;
use crate::state::AppState;
use axum::extract::State;
use axum::{Extension, Json};
use kashf::Tally;

/// Screens one record.
///
/// The body is one record, in the fields of a line of `kashf screen --in`. The answer says `screened`, `partial`
/// (compared, but not with all that it says) or `not_screened` (and why) in `status`, with the snapshot and the policy
/// that answered; only `screened` without a match says that these lists, at these dates, do not hold the party.
#[utoipa::path(
    post,
    path = "/v1/screen",
    tag = "screen",
    params(ScreenParams),
    request_body(
        content = RecordBody,
        description = "One record",
        example = json!({"id": "c-17", "full_name": "Nadir Exampleman", "dob": "1970-03-01", "citizenship": "Jordan"}),
    ),
    responses((status = 200, description = "The answer", body = ScreeningAnswer)),
)]
pub(crate) async fn screen(
    State(state): State<AppState>,
    ApiQuery(params): ApiQuery<ScreenParams>,
    ApiBody(body): ApiBody,
) -> Result<(Extension<Screenings>, Json<ScreeningAnswer>), ApiError> {
    let world = state.world();
    let ask = params.understood(&world)?;
    let work = move || {
        let record = record::one(&body, ask.schema())?;
        let mut answer = ask.answer(&world, &record);
        let told = screenings(&world, [&mut answer]);
        Ok::<_, ApiError>((told, answer))
    };
    let (told, answer) = state.pool().run(work).await??;
    let mut tally = Tally::default();
    tally.add(&answer.line);
    count(&state, &tally);
    Ok((Extension(told), Json(answer)))
}
