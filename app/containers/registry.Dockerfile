# A registry for the tests of deploys: Debian's, without a password, its images gone with the container.
ARG DEBIAN_IMAGE=debian:trixie-slim
FROM ${DEBIAN_IMAGE}
# Any version does the same.
# hadolint ignore=DL3008
RUN apt-get update -qq && apt-get install --yes -qq --no-install-recommends docker-registry >/dev/null && rm -rf /var/lib/apt/lists/* \
 && printf 'version: 0.1\nlog: {level: warn}\nstorage: {filesystem: {rootdirectory: /tmp/registry}}\nhttp: {addr: ":5000"}\n' >/etc/registry.yml
USER 65534:65534
CMD ["docker-registry", "serve", "/etc/registry.yml"]
