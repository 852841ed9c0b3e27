// Chaperone's API, typed. Every path, parameter and answer is that of the OpenAPI document: see schema.d.ts.
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

export type Booking = components["schemas"]["BookingRead"];
export type BookablePairing = components["schemas"]["BookablePairingRead"];
export type Slot = components["schemas"]["SlotRead"];
export type Problem = components["schemas"]["ProblemDetails"];
export type { components, paths };

/** A client of the service at `baseUrl`, with an API key. */
export function chaperone(baseUrl: string, apiKey: string): Client<paths> {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${apiKey}` } });
}
