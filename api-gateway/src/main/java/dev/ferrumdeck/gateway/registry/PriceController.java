package dev.ferrumdeck.gateway.registry;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/prices}. */
@RestController
class PriceController {
    private final Prices prices;

    PriceController(Prices prices) {
        this.prices = prices;
    }

    @GetMapping("/v1/prices")
    PriceTable prices() {
        return prices.table();
    }
}
