package dev.ferrumdeck.gateway.platform.openapi;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;

/** What springdoc cannot see by itself: names, keys, pages and problems. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration implements WebMvcConfigurer {
    private static final String KEY = "api_key";

    private final Handbook handbook = new Handbook();

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Cursor.class, Caller.class)
                .replaceWithSchema(JsonNode.class, new Schema<>())
                .replaceWithSchema(Object.class, new Schema<>())
                .replaceWithSchema(SseEmitter.class, new StringSchema());
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new DocumentedBounds(handbook)).addPathPatterns("/v1/**");
    }

    @Bean
    OpenAPI openApi() {
        SecurityScheme bearer = new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("fd_live_<id>_<secret>");
        return new OpenAPI()
                .info(new Info()
                        .title("FerrumDeck")
                        .version("v1")
                        .description("Runs AI agents under guard. Errors are RFC 9457 problems; lists are keyset pages;"
                                + " POSTs take an Idempotency-Key.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .schemaRequirement(KEY, bearer)
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }

    /** Names as the API's own mapper writes them. */
    @Bean
    ModelResolver modelResolver(ObjectMapperProvider mappers) {
        return new ModelResolver(
                mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }

    /** The schema of problems: they are the answers of no method. */
    @Bean
    OpenApiCustomizer problems() {
        return api -> ModelConverters.getInstance(true).readAll(Problem.class).forEach(api.getComponents()::addSchemas);
    }

    /** The last page says so with a null. */
    @Bean
    OpenApiCustomizer lastPages() {
        return api -> api.getComponents().getSchemas().values().stream()
                .filter(schema -> schema.getProperties() != null)
                .map(schema -> (Schema<?>) schema.getProperties().get("next_cursor"))
                .filter(Objects::nonNull)
                .forEach(cursor -> cursor.setTypes(new LinkedHashSet<>(List.of("string", "null"))));
    }

    @Bean
    OperationCustomizer operations() {
        return new Operations(handbook);
    }
}
