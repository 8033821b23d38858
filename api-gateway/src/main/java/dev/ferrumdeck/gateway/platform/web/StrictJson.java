package dev.ferrumdeck.gateway.platform.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;

/**
 * Bodies of people and services: a field that a route does not know is refused, and a number is no text. Records of the
 * workers' protocol say for themselves that they pass over what they do not know.
 */
class StrictJson extends JacksonJsonHttpMessageConverter {
    StrictJson() {
        super(Json.mapper()
                .rebuild()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build());
    }

    /** A blob is sent as it is, also when it is JSON. */
    @Override
    public boolean canWrite(ResolvableType type, Class<?> valueType, @Nullable MediaType mediaType) {
        return !Resource.class.isAssignableFrom(valueType) && super.canWrite(type, valueType, mediaType);
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return !Resource.class.isAssignableFrom(type) && super.canWrite(type, mediaType);
    }
}
