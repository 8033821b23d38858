# The data plane, out of the jar that the build has made. Context: the checkout. It serves nothing, so it has no port and no
# health check of its own: a worker that dies is started again, and the gateway gives its work to another.
FROM eclipse-temurin:17-jre AS unpacked
WORKDIR /unpack
COPY activities-worker/target/activities-worker-0.1.0-app.jar worker.jar
RUN java -Djarmode=tools -jar worker.jar extract --destination app

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 ferrumdeck
COPY --from=unpacked /unpack/app /opt/ferrumdeck
USER ferrumdeck
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/ferrumdeck/worker.jar"]
