import { readBootstrap, type StoreBootstrap } from '../session/bootstrap.ts';
import { postAnswer } from '../instructor/choose/post-answer.ts';
import { takeAnswer } from '../session/answer-handover.ts';
import { openPlatformStorage } from '../session/platform-storage.ts';

/**
 * The step before a page, in a few kilobytes: keeps the browser secret with the platform and goes on, or offers a
 * window of its own where the browser keeps our cookie.
 */
const words = {
  ko: {
    wait: '실습을 여는 중입니다…',
    title: '새 창에서 계속해 주세요',
    why: '이 브라우저는 다른 사이트 안에서 열린 페이지에 로그인 정보를 남기지 못하게 합니다. 새 창에서 열면 그대로 이어집니다.',
    open: '새 창에서 열기',
  },
  en: {
    wait: 'Opening your lab…',
    title: 'Continue in a new window',
    why: 'This browser does not let a page inside another site keep you signed in. In a window of its own everything works as usual.',
    open: 'Open in a new window',
  },
};

function text() {
  return navigator.language.toLowerCase().startsWith('ko') ? words.ko : words.en;
}

/** @param mayAnswer whether the window may speak to this frame: only where nothing but our own pages is opened */
function offerNewWindow(place: HTMLElement, url: string, mayAnswer = false): void {
  const title = document.createElement('h1');
  title.textContent = text().title;
  const why = document.createElement('p');
  why.textContent = text().why;
  const link = document.createElement('a');
  link.href = url;
  link.target = '_blank';
  // A window that goes by way of another site must not be able to steer this one.
  link.rel = mayAnswer ? 'opener' : 'noopener';
  link.textContent = text().open;
  place.replaceChildren(title, why, link);
}

async function store(place: HTMLElement, bootstrap: StoreBootstrap): Promise<void> {
  const words = setTimeout(() => {
    place.textContent = text().wait;
  }, 1000);
  try {
    const storage = await openPlatformStorage(window, bootstrap);
    await storage.put(bootstrap.key, bootstrap.value);
    location.replace(bootstrap.continueUrl);
  } catch {
    offerNewWindow(place, bootstrap.newWindowUrl ?? bootstrap.continueUrl);
  } finally {
    clearTimeout(words);
  }
}

const place = document.getElementById('launch');
const bootstrap = readBootstrap(document);
if (place) {
  if (text() === words.en) document.documentElement.lang = 'en';
  if (bootstrap.kind === 'store') void store(place, bootstrap);
  if (bootstrap.kind === 'new-window') {
    offerNewWindow(place, bootstrap.url, true);
    takeAnswer(window, postAnswer);
  }
}
