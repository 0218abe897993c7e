// A box that ticks all others of its form; without this script it is not there.
for (const all of document.querySelectorAll("[data-ticks-all]")) {
  const boxes = [...all.form.querySelectorAll('input[name="row"]')];
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.closest(".tick-all").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  all.form.addEventListener("change", tell);
  tell();
}
