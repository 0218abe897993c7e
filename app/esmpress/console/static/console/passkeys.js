// Forms with data-passkey ask the browser for a key before they are sent: "get" for one that is
// known, "create" for a new one. What the key answers goes along in the field “passkey”.
(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  const read = (options) => ({
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: known(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: known(options.allowCredentials) }),
  });

  const written = (key) => {
    const response = {};
    const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature"];
    for (const name of [...names, "userHandle"]) {
      if (key.response[name]) response[name] = text(key.response[name]);
    }
    return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
  };

  const say = (form, what) => {
    for (const line of form.querySelectorAll("[data-says]")) {
      line.hidden = line.dataset.says !== what;
    }
  };

  const ask = async (form) => {
    const publicKey = read(JSON.parse(form.dataset.options));
    const key = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.passkey.value = written(key);
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      say(form, "");
      if (!window.PublicKeyCredential) say(form, "unable");
      else ask(form).catch(() => say(form, "stopped"));
    });
  }
})();
