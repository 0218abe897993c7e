/** Does the act where the form would be posted: with script, the page stays. */
export function submissionTo(act: () => void) {
  return (event: { preventDefault: () => void }) => {
    event.preventDefault();
    act();
  };
}
