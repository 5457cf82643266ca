/*
 * The frame beside the tool that takes its storage messages, as Canvas has one: a tool may name the platform's origin
 * as the target and be sure who reads. What it says is answered by the page around both.
 */
window.addEventListener('message', (event) => window.parent.answerStorageMessage(event));
