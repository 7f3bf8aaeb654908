# The images of Inkstream: targets trainer and streams-app.
#
#   docker build --target streams-app -t inkstream/streams-app .
#
# The context is either the sources, which are then built here with Maven, or a folder made by
# deploy/images/install.sh from what has been built already: nothing is compiled twice.

ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-21
ARG RUNTIME_IMAGE=eclipse-temurin:21-jre

FROM ${BUILD_IMAGE} AS installation
WORKDIR /src
COPY . .
RUN if [ -f pom.xml ]; then \
    mvn -q -B -ntp -DskipTests -Dspotless.check.skip -pl schemas,model,trainer,streams-app -am package \
    && deploy/images/install.sh /installation; \
  else \
    cp -R . /installation; \
  fi

# What both have. Layers are in the order of how often they change; a change of our code changes the
# last one alone, of some megabytes.
FROM ${RUNTIME_IMAGE} AS runtime
RUN groupadd --gid 10001 inkstream \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/inkstream --shell /usr/sbin/nologin inkstream \
  && install -d -o inkstream -g inkstream /var/lib/inkstream
COPY --from=installation /installation/lib /opt/inkstream/lib
COPY --from=installation /installation/data /opt/inkstream/data
COPY --from=installation /installation/LICENSE /installation/NOTICE /opt/inkstream/
# Everything that is written: the root file system can be read-only.
VOLUME /var/lib/inkstream
WORKDIR /var/lib/inkstream
ENV PATH=/opt/inkstream:$PATH TMPDIR=/var/lib/inkstream
USER 10001:10001
ENTRYPOINT ["/opt/inkstream/inkstream"]
LABEL org.opencontainers.image.licenses="Apache-2.0" org.opencontainers.image.vendor="Inkstream"

FROM runtime AS trainer
LABEL org.opencontainers.image.title="Inkstream trainer" \
  org.opencontainers.image.description="Trains networks, and publishes and promotes their bundles"
COPY --from=installation /installation/trainer/lib /opt/inkstream/trainer/lib
COPY --from=installation /installation/inkstream /opt/inkstream/
COPY --from=installation /installation/trainer/app /opt/inkstream/trainer/app
CMD ["--help"]
# Last, as they change with every commit.
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.version="${VERSION}" org.opencontainers.image.revision="${REVISION}"

FROM runtime AS streams-app
LABEL org.opencontainers.image.title="Inkstream streams app" \
  org.opencontainers.image.description="Classifies a stream of images; and the commands around it"
COPY --from=installation /installation/streams-app/lib /opt/inkstream/streams-app/lib
COPY --from=installation /installation/inkstream /installation/healthy /opt/inkstream/
COPY --from=installation /installation/streams-app/app /opt/inkstream/streams-app/app
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/inkstream/healthy"]
CMD ["serve", "--http-host", "0.0.0.0"]
# Last, as they change with every commit.
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.version="${VERSION}" org.opencontainers.image.revision="${REVISION}"
