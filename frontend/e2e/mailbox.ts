import { expect, type APIRequestContext } from "@playwright/test";

interface Mail {
  subject: string;
  text: string;
  to: { address: string }[];
  headers: Record<string, string>;
}

const LINK = /https?:\/\/\S+\/s\/[A-Za-z0-9_-]+/;

/** The mail catcher's messages, as its own web page reads them. */
export class Mailbox {
  constructor(
    private readonly request: APIRequestContext,
    private readonly address: string,
  ) {}

  /** The link of the one invitation sent to `recipient`, once it is there. */
  async invitation(recipient: string): Promise<{ link: string; mail: Mail }> {
    let mails: Mail[] = [];
    await expect(async () => {
      mails = await this.sentTo(recipient);
      expect(mails).toHaveLength(1);
    }).toPass({ timeout: 90_000, intervals: [1000] });
    const mail = mails[0];
    const link = mail?.text.match(LINK)?.[0];
    if (mail === undefined || link === undefined) throw new Error("the mail holds no link");
    return { link, mail };
  }

  /** The newest link of that form in the mails sent to `recipient`, once there is another than before. */
  async link(recipient: string, form: RegExp, before = ""): Promise<string> {
    let found = "";
    await expect(async () => {
      const mails = await this.sentTo(recipient);
      found = mails.map(({ text }) => text.match(form)?.[0] ?? "").findLast((link) => link) ?? "";
      expect(found).not.toBe(before);
    }).toPass({ timeout: 60_000, intervals: [1000] });
    return found;
  }

  async sentTo(recipient: string): Promise<Mail[]> {
    const mails = await this.all();
    return mails.filter((mail) => mail.to.some(({ address }) => address === recipient));
  }

  /** The links in all messages there are. */
  async links(): Promise<string[]> {
    const mails = await this.all();
    return mails.flatMap(({ text }) => LINK.exec(text) ?? []);
  }

  private async all(): Promise<Mail[]> {
    const response = await this.request.get(`${this.address}/email`);
    return (await response.json()) as Mail[];
  }
}
