package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the container refuses before it has found the application, such as a line that is no request: as a problem. */
public class ContainerErrors extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerErrors.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ErrorCode code = Problems.code(response.getStatus());
        Problem problem = Problem.of(code, "The request was refused before it reached a route.", List.of(), "", null);
        try {
            response.setStatus(problem.status());
            response.setContentType("application/problem+json");
            response.getOutputStream().write(Json.write(problem).getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("the caller went away", e);
        }
    }
}
