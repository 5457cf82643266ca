import type { ConfigurationId } from '../../domain/ids.ts';
import type { DeepLinkingRequest } from '../../domain/launch-facts.ts';

/** A lab as an instructor placed it. */
export interface PlacedLab {
  readonly packId: string;
  readonly configurationId: ConfigurationId;
  readonly title: string;
  readonly text: string;
  readonly points: number;
  readonly availableFrom: Date | null;
  readonly availableUntil: Date | null;
  readonly dueAt: Date | null;
  /** Of the labels the platform shows. */
  readonly language: 'ko' | 'en';
}

interface TimeFrame { readonly startDateTime?: string; readonly endDateTime?: string }

/** A link to the tool, as Deep Linking 2.0 has it (https://www.imsglobal.org/spec/lti-dl/v2p0/). The other types it knows (`link`, `file`, `html`, `image`) open no lab and are not sent. */
export interface ContentItem {
  readonly type: 'ltiResourceLink';
  readonly title: string;
  readonly text: string;
  readonly url: string;
  readonly custom: { readonly pack: string; readonly configuration: string };
  readonly window?: { readonly targetName: string };
  readonly iframe?: { readonly width: number; readonly height: number };
  readonly lineItem?: {
    readonly label: string;
    readonly scoreMaximum: number;
    readonly resourceId: string;
    readonly tag: string;
    readonly submissionReview: { readonly reviewableStatus: readonly string[]; readonly label: string; readonly url: string; readonly custom: ContentItem['custom'] };
  };
  readonly available?: TimeFrame;
  readonly submission?: TimeFrame;
}

const FRAME = { width: 1100, height: 800 };
const reviewLabels = { ko: '실습 내용 보기', en: "Open the learner's work" } as const;

/**
 * The content item of a lab. Pack and configuration travel as custom parameters, so that every launch of the link, also from
 * a copied course, names its lab. Only what the request takes is in it.
 */
export function contentItem(lab: PlacedLab, request: DeepLinkingRequest, publicUrl: string): ContentItem {
  const url = new URL('/lti/launch', publicUrl).href;
  const custom = { pack: lab.packId, configuration: lab.configurationId };
  const [available, submission] = [timeFrame(lab.availableFrom, lab.availableUntil), timeFrame(null, lab.dueAt)];
  return {
    type: 'ltiResourceLink',
    title: lab.title,
    text: lab.text,
    url,
    custom,
    ...(request.targets.includes('window') ? { window: { targetName: `cloudclass-${lab.configurationId}` } } : {}),
    ...(request.targets.includes('iframe') ? { iframe: FRAME } : {}),
    ...(request.acceptLineItem ? { lineItem: lineItem(lab, request, { url, custom }) } : {}),
    ...(available === undefined ? {} : { available }),
    ...(submission === undefined ? {} : { submission }),
  };
}

/** `submissionReview` asks for a link from a grade to the learner's work (https://www.imsglobal.org/spec/lti-sr/v1p0/). */
function lineItem(lab: PlacedLab, { mostPoints = lab.points }: DeepLinkingRequest, { url, custom }: Pick<ContentItem, 'url' | 'custom'>): NonNullable<ContentItem['lineItem']> {
  return {
    label: lab.title,
    // a score goes with its own maximum, which the platform converts
    scoreMaximum: Math.min(lab.points, mostPoints),
    resourceId: lab.configurationId,
    tag: 'lab',
    submissionReview: { reviewableStatus: ['InProgress', 'Submitted', 'Completed'], label: reviewLabels[lab.language], url, custom },
  };
}

function timeFrame(from: Date | null, until: Date | null): TimeFrame | undefined {
  if (from === null && until === null) return undefined;
  return { ...(from === null ? {} : { startDateTime: from.toISOString() }), ...(until === null ? {} : { endDateTime: until.toISOString() }) };
}
