// What a booking website does, against `make run`: CHAPERONE_URL, and CHAPERONE_KEY of its booking website.
import { chaperone, type Problem } from "./index.js";

declare const process: { env: Record<string, string | undefined>; exit(code: number): never };

const api = chaperone(process.env.CHAPERONE_URL ?? "http://127.0.0.1:8000", process.env.CHAPERONE_KEY ?? "");

/** The answer's content; a problem's sentence for the person at the screen, or what to do next, where there is none. */
function told<Data>(answer: { data?: Data; error?: Problem }): Data {
  if (answer.data !== undefined) return answer.data;
  console.log("refused:", answer.error?.for_user ?? answer.error?.detail);
  return process.exit(1);
}

const { next_after } = told(await api.GET("/v1/events", { params: { query: { after: "latest" } } }));

const pairings = told(await api.GET("/v1/pairings", { params: { query: { bookable: true } } }));
const pairing = pairings.items[0]!;
console.log("pairing:", pairing.names?.mentor, "and", pairing.names?.mentee);

const path = { pairing_id: pairing.id };
const slots = told(await api.GET("/v1/pairings/{pairing_id}/slots", { params: { path, query: { minutes: 45 } } }));
const slot = slots.items.find((each) => each.outcome === "allow")!;
console.log("slots:", slots.items.length, "first:", slot.starts_at);

const wanted = { pairing_id: pairing.id, agreed_by_both: true, modality: "zoom", starts_at: slot.starts_at, ends_at: slot.ends_at };
const header = { "Idempotency-Key": crypto.randomUUID(), Prefer: "wait=10" };
const booking = told(await api.POST("/v1/bookings", { body: wanted, params: { header } }));
console.log("booked:", booking.id, booking.state);

const again = await api.POST("/v1/bookings", { body: wanted, params: { header: { "Idempotency-Key": crypto.randomUUID() } } });
console.log("refused:", again.error?.for_user);
for (const reason of again.error?.reasons ?? []) console.log("because:", reason.code, "-", reason.remedy);

const events = told(await api.GET("/v1/events", { params: { query: { after: next_after, wait: 10 } } }));
for (const event of events.items) console.log("event:", event.type, event.data.booking_id);
