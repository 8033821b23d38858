package dev.ferrumdeck.gateway.platform.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.StringHttpMessageConverter;

/** Bodies that controllers take as text are UTF-8: other bytes are refused, not replaced. */
class StrictText extends StringHttpMessageConverter {
    StrictText() {
        super(StandardCharsets.UTF_8);
        setWriteAcceptCharset(false);
    }

    @Override
    protected String readInternal(Class<? extends String> type, HttpInputMessage message) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message.getBody().readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HttpMessageNotReadableException("the body has bytes that are not UTF-8", e, message);
        }
    }
}
