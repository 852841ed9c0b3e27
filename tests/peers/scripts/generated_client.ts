// A booking website's errand with the types that openapi-typescript generates from the service's document.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Booking = components["schemas"]["BookingCreate"];
type Problem = components["schemas"]["ProblemDetails"];

declare const process: { env: Record<string, string>; stdout: { write(text: string): void } };
const { SERVICE_URL, SERVICE_KEY, SESSION, TOO_SOON } = process.env;
const client = createClient<paths>({ baseUrl: SERVICE_URL, headers: { Authorization: `Bearer ${SERVICE_KEY}` } });

async function book(body: Booking) {
  return client.POST("/v1/bookings", {
    body,
    params: { header: { Prefer: "respond-async", "Idempotency-Key": body.starts_at } },
  });
}

const refused = await book(JSON.parse(TOO_SOON!) as Booking);
const problem: Problem | undefined = refused.error;
const booked = await book(JSON.parse(SESSION!) as Booking);
const pairing_id = booked.data!.pairing_id;
const page = await client.GET("/v1/bookings", { params: { query: { pairing_id } } });

const seen = {
  problem: problem?.type,
  denied_by: problem?.reasons?.map((reason) => reason.code),
  state: booked.data?.state,
  listed: page.data?.items.map((item) => item.id === booked.data?.id),
};
process.stdout.write(JSON.stringify(seen));
