/** Tool calls over MCP, behind our own ToolClient: servers that crash, hang or talk rubbish end in a clear error. */
@NullMarked
package dev.ferrumdeck.worker.mcp;

import org.jspecify.annotations.NullMarked;
