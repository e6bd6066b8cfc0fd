import { type Answer, type Client, client, type Form, type Instance, type Member } from "../rig.ts";

export interface Registered {
  client_id: string;
  client_secret: string;
  redirect_uris: string[];
}

export const callback = "https://app.example/callback";

export const jsonOf = (form: Record<string, unknown>) => JSON.stringify(form);

/** Registers an app the way most do. */
export async function register(
  visitor: Client,
  { scopes = "read write follow push", redirect = callback, name = "Tidewater" } = {},
): Promise<Registered> {
  const body = jsonOf({ client_name: name, redirect_uris: redirect, scopes, website: "https://app.example" });
  const answer = await visitor.send("POST", "/api/v1/apps", body, { "content-type": "application/json" });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.json<Registered>();
}

/** What stands in the hidden fields of the first form to an address. */
export function hiddenFields(page: string, action: string): Record<string, string> {
  const [, form = ""] = page.split(`action="${action}"`);
  const inside = form.split("</form>")[0]!;
  const plain = (text: string) =>
    text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");
  return Object.fromEntries(
    [...inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      plain(value!),
    ]),
  );
}

/** Opens the page that an app leads to, and says yes or no. */
export async function decide(
  browser: Client,
  query: Record<string, string>,
  decision = "allow",
): Promise<Answer> {
  const page = await browser.get(`/oauth/authorize?${new URLSearchParams(query).toString()}`);
  if (page.status !== 200) return page;
  const form: Form = { ...hiddenFields(page.text, "/oauth/authorize"), decision };
  return browser.post("/oauth/authorize", form);
}

/** A token for somebody, by the whole dance. */
export async function tokenFor(
  instance: Instance,
  member: Member,
  scopes = "read write follow push",
): Promise<string> {
  const browser = await instance.as(member);
  const app = await register(browser, { scopes });
  const asked = { client_id: app.client_id, redirect_uri: callback, response_type: "code", scope: scopes };
  const allowed = await decide(browser, asked);
  const code = new URL(allowed.location!).searchParams.get("code")!;
  const given = await client(instance.origin).post("/oauth/token", {
    grant_type: "authorization_code",
    code,
    redirect_uri: callback,
    client_id: app.client_id,
    client_secret: app.client_secret,
  });
  return given.json<{ access_token: string }>().access_token;
}
