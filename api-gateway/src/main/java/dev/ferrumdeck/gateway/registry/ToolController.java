package dev.ferrumdeck.gateway.registry;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/tools}. */
@RestController
@RequestMapping("/v1/tools")
class ToolController extends RegistryController {
    ToolController(VersionStore store, Publishing publishing) {
        super(Kind.TOOL, store, publishing);
    }
}
