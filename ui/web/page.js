// Runs once for the conversation and once for the panel beside it: `element` is either.
const events = ['example', 'cite', 'article', 'passages', 'without'];
let arrived = '0';

async function copy(button) {
  const { href } = button.parentElement.querySelector('a[download]');
  const text = decodeURIComponent(href.slice(href.indexOf(',') + 1));
  try {
    await navigator.clipboard.writeText(text);
  } catch { // pages that come over a network without encryption have no clipboard
    const area = document.createElement('textarea');
    area.value = text;
    button.after(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
  }
  button.textContent = 'Copied';
}

element.addEventListener('click', (click) => {
  const copying = click.target.closest('button.copy');
  if (copying) copy(copying);
  const button = click.target.closest('button[data-event]');
  if (button && events.includes(button.dataset.event)) {
    trigger(button.dataset.event, { ...button.dataset, arrival: Math.round(click.timeStamp) });
  }
});

watch('value', () => {
  const panel = element.querySelector('.panel');
  if (!panel) {
    element.querySelector('.turn:last-child')?.scrollIntoView({ block: 'nearest' });
    return;
  }
  const { arrival } = panel.dataset;
  if (arrival === '0' || arrival === arrived) return;
  arrived = arrival;
  const target = panel.querySelector('.card.current') ?? panel.querySelector('.whole mark');
  (target ?? panel).scrollIntoView({ block: target?.matches('mark') ? 'center' : 'start' });
  (panel.querySelector('.card.current') ?? panel.querySelector('.back'))?.focus({ preventScroll: true });
});
