package dev.ferrumdeck.demo.tools;

import dev.ferrumdeck.demo.tools.WitnessLog.What;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * {@code payments}: makes refunds. A refund is on the disk before the answer is on its way, and the answer may take its
 * time: long enough for the caller to die in between.
 */
final class PaymentTools {
    private final RefundLedger ledger;
    private final WitnessLog witness;
    private final long slowMillis;

    PaymentTools(RefundLedger ledger, WitnessLog witness, long slowMillis) {
        this.ledger = ledger;
        this.witness = witness;
        this.slowMillis = slowMillis;
    }

    List<Tool> tools() {
        Map<String, Object> properties = Map.of(
                "order_id", Map.of("type", "string", "description", "number of the order"),
                "amount", Map.of("type", "number", "exclusiveMinimum", 0, "description", "how much"),
                "currency", Map.of("type", "string", "enum", List.of("EUR", "USD")),
                "to", Map.of("type", "string", "description", "e-mail address of the customer"));
        return List.of(new Tool(
                "payments",
                "refund",
                "Pay money back to a customer. Repeats with the same idempotency key are dropped.",
                properties,
                Tool.Nature.WRITES_ONCE_PER_KEY,
                this::refund));
    }

    private Map<String, Object> refund(Tool.Call call) {
        if (call.key() == null) {
            throw new Tool.Refused("a refund needs an idempotency key in _meta");
        }
        BigDecimal amount = new BigDecimal(call.text("amount"));
        RefundLedger.Made made = ledger.make(call.key(), call.text("order_id"), amount);
        witness.add(made.fresh() ? What.EFFECT : What.REPEAT, "payments.refund", call.arguments(), call.key());
        if (made.fresh()) {
            pause();
        }
        return Map.of(
                "state", "refunded",
                "receipt", made.refund().receipt(),
                "order_id", made.refund().orderId(),
                "amount", made.refund().amount(),
                "currency", call.text("currency"),
                "to", call.text("to"));
    }

    private void pause() {
        try {
            Thread.sleep(slowMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
