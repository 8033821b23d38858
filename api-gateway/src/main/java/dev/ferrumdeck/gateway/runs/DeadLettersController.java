package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Page;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/dead-letters}: steps that failed for good. */
@RestController
class DeadLettersController {
    private final DeadLetters letters;

    DeadLettersController(DeadLetters letters) {
        this.letters = letters;
    }

    /** The list, newest first. */
    @GetMapping("/v1/dead-letters")
    Page<DeadLetter> list(@AuthenticationPrincipal Caller caller, Cursor cursor) {
        return cursor.page(letters.list(caller.tenantId(), cursor), DeadLetter::id);
    }

    /** Starts the run again, as a new one, and takes the letter off the list. */
    @PostMapping("/v1/dead-letters/{letter}/requeue")
    ResponseEntity<Map<String, String>> requeue(@AuthenticationPrincipal Caller caller, @PathVariable String letter) {
        String run = letters.requeue(caller, letter);
        return ResponseEntity.accepted().header("Location", "/v1/runs/" + run).body(Map.of("run_id", run));
    }

    /** Takes the letter off the list; nothing else happens. */
    @PostMapping("/v1/dead-letters/{letter}/discard")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(@AuthenticationPrincipal Caller caller, @PathVariable String letter) {
        letters.discard(caller, letter);
    }
}
