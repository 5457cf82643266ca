import { escaped, isolated, plainPage, refusalPage, type PageContext, type Refusal } from '../../http/plain-page.ts';
import type { LaunchErrorCode } from './launch-errors.ts';
import { launchMessagesKo } from './launch-messages-ko.ts';

/** Which frame keeps values for us, and of which origin it is. */
interface StoragePlace {
  readonly storageTarget: string;
  readonly platformOrigin: string;
  readonly pageOrigins: readonly string[];
}

/** Lets the page keep the browser secret with the platform, then go on. The pages read these forms as they stand. */
interface StoreBootstrap extends StoragePlace {
  readonly kind: 'store';
  readonly key: string;
  readonly value: string;
  readonly continueUrl: string;
  /** Where to begin again in a window of its own when the platform's storage does not answer. */
  readonly newWindowUrl: string;
}

/** Lets the page read the secret back and trade it for a session. */
interface VerifyBootstrap extends StoragePlace {
  readonly kind: 'verify';
  readonly verifyUrl: string;
  readonly state: string;
  readonly storageKey: string;
  /** Absent where a page is loaded anew: the launch itself is the way on then. */
  readonly newWindowUrl?: string;
}

interface NewWindowBootstrap {
  readonly kind: 'new-window';
  readonly url: string;
}

/** The documents of a launch. The built pages replace the plain ones where they are there. */
export interface LaunchPages {
  store(bootstrap: StoreBootstrap, page: PageContext): string;
  verify(bootstrap: VerifyBootstrap, page: PageContext): string;
  newWindow(bootstrap: NewWindowBootstrap, page: PageContext): string;
  confirm(launch: { readonly ticket: string; readonly name: string | null; readonly title: string | null }, page: PageContext): string;
  rejected(refusal: Refusal, page: PageContext): string;
}

const words = {
  ko: {
    goOn: '계속하기', opening: '실습을 여는 중입니다',
    windowTitle: '새 창에서 계속해 주세요', windowWhy: '이 브라우저는 다른 사이트 안에서 열린 페이지의 로그인을 유지하지 않습니다. 새 창에서는 그대로 이어집니다.', windowOpen: '새 창에서 열기',
    confirmTitle: (name: string) => `${name} 님으로 계속할까요?`, someone: '이름을 밝히지 않은 학습자', confirmWhy: '본인이 강의에서 이 활동을 열었을 때만 계속하세요.',
    rejectedTitle: '활동을 열지 못했습니다', again: '강의로 돌아가 활동을 다시 열어 주세요.',
  },
  en: {
    goOn: 'Continue', opening: 'Opening your lab',
    windowTitle: 'Continue in a new window', windowWhy: 'This browser does not keep you signed in on a page inside another site. In a window of its own everything works as usual.', windowOpen: 'Open in a new window',
    confirmTitle: (name: string) => `Continue as ${name}?`, someone: 'a learner without a name', confirmWhy: 'Go on only if you have just opened this activity in your course.',
    rejectedTitle: 'The activity could not be opened', again: 'Go back to your course and open the activity again.',
  },
} as const;

/** Documents without a build: they work where the built pages are missing, but leave the platform's storage unused. */
export const plainLaunchPages: LaunchPages = {
  store: ({ continueUrl }, page) => {
    const text = words[page.language];
    return plainPage(page, text.opening, `<meta http-equiv="refresh" content="0;url=${escaped(continueUrl)}"><p><a href="${escaped(continueUrl)}">${text.goOn}</a></p>`);
  },
  verify: ({ newWindowUrl }, page) => (newWindowUrl === undefined ? plainPage(page, words[page.language].rejectedTitle, `<p>${words[page.language].again}</p>`) : offer(page, newWindowUrl)),
  newWindow: ({ url }, page) => offer(page, url),
  confirm: ({ ticket, name, title }, page) => {
    const text = words[page.language];
    const heading = text.confirmTitle(isolated(name ?? text.someone));
    return plainPage(page, heading, `${title === null ? '' : `<p><bdi>${escaped(title)}</bdi></p>`}<p>${text.confirmWhy}</p>
<form method="post" action="/lti/continue"><input type="hidden" name="ticket" value="${escaped(ticket)}"><button>${text.goOn}</button></form>`);
  },
  rejected: (refusal, page) =>
    refusalPage(page, words[page.language].rejectedTitle, { ...refusal, message: messageIn(page.language, refusal.code, refusal.message) }),
};

function offer(page: PageContext, url: string): string {
  const text = words[page.language];
  return plainPage(page, text.windowTitle, `<p>${text.windowWhy}</p><p><a href="${escaped(url)}" target="_blank" rel="noopener">${text.windowOpen}</a></p>`);
}

function messageIn(language: 'ko' | 'en', code: string, message: string): string {
  if (language === 'en') return message;
  return isLaunchCode(code) ? launchMessagesKo[code] : '요청을 처리하지 못했습니다. 잠시 뒤 강의에서 활동을 다시 열어 주세요.';
}

const isLaunchCode = (code: string): code is LaunchErrorCode => Object.hasOwn(launchMessagesKo, code);
