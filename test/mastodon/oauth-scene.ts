import { afterAll, beforeAll } from "vitest";
import { type Answer, type Client, client, type Instance, type Member, startInstance } from "../rig.ts";
import { callback, decide, type Registered } from "./sign-in.ts";

/** A member with a browser, an app's own server, and the steps that lead from one to the other. */
export interface OauthScene {
  north: Instance;
  priya: Member;
  /** Priya's, who has signed in. */
  browser: Client;
  /** Anybody's: apps ask by it. */
  visitor: Client;
  /** Where a browser is led once its member has decided. */
  locationOf(asked: Record<string, string>, decision?: string): Promise<URL>;
  /** Gives a code for a token. */
  redeem(made: Registered, code: string, more?: Record<string, string>): Promise<Answer>;
  /** Shows a token. */
  verify(token: string): Promise<Answer>;
}

/** The scene for all tests of a file, which ends with them. */
export function useOauthScene(): OauthScene {
  const scene = {} as OauthScene;
  beforeAll(async () => {
    const north = await startInstance({ keep: true });
    const priya = await north.addMember("Priya Nair");
    const visitor = client(north.origin);
    Object.assign(scene, { north, priya, visitor, browser: await north.as(priya) });
  });
  afterAll(() => scene.north.stop());
  scene.locationOf = async (asked, decision) =>
    new URL((await decide(scene.browser, asked, decision)).location!, scene.north.origin);
  scene.redeem = (made, code, more = {}) =>
    scene.visitor.post("/oauth/token", {
      grant_type: "authorization_code",
      code,
      redirect_uri: callback,
      client_id: made.client_id,
      client_secret: made.client_secret,
      ...more,
    });
  scene.verify = (token) =>
    scene.visitor.get("/api/v1/apps/verify_credentials", { authorization: `Bearer ${token}` });
  return scene;
}

/** What an app asks of a member, in the query of the page. */
export const ask = (made: Registered, more: Record<string, string> = {}) => ({
  client_id: made.client_id,
  redirect_uri: callback,
  response_type: "code",
  scope: "read",
  ...more,
});
