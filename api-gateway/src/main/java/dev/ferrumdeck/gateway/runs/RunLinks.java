package dev.ferrumdeck.gateway.runs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where else a run can be seen. The link to the Temporal UI is there when the UI's address is configured. */
@Component
class RunLinks {
    private final String temporalUi;
    private final String namespace;

    RunLinks(
            @Value("${ferrumdeck.temporal.ui-url:${TEMPORAL_UI_URL:}}") String temporalUi,
            @Value("${spring.temporal.namespace}") String namespace) {
        this.temporalUi = temporalUi.replaceAll("/+$", "");
        this.namespace = namespace;
    }

    Map<String, String> of(String runId) {
        String self = "/v1/runs/" + runId;
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        for (String part : new String[] {"steps", "attempts", "decisions", "budget", "events", "journal"}) {
            links.put(part, self + "/" + part);
        }
        links.put("approvals", "/v1/approvals?run=" + runId);
        if (!temporalUi.isEmpty()) {
            String path = "/namespaces/" + URLEncoder.encode(namespace, StandardCharsets.UTF_8) + "/workflows/" + runId;
            links.put("temporal", temporalUi + path);
        }
        return links;
    }
}
