# The control plane, out of the jar that the build has made. Context: the checkout.
FROM eclipse-temurin:17-jre AS unpacked
WORKDIR /unpack
COPY api-gateway/target/api-gateway-0.1.0-app.jar gateway.jar
RUN java -Djarmode=tools -jar gateway.jar extract --destination app

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 ferrumdeck \
    && install -d -o ferrumdeck -m 0700 /var/lib/ferrumdeck/data /var/lib/ferrumdeck/keys /worker-key
COPY --from=unpacked /unpack/app /opt/ferrumdeck
USER ferrumdeck
EXPOSE 8080
HEALTHCHECK --interval=3s --timeout=3s --start-period=60s --retries=20 \
    CMD bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /health/ready HTTP/1.0\r\n\r\n" >&3 && head -n 1 <&3 | grep -q " 200"'
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/ferrumdeck/gateway.jar"]
