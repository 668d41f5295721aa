"""The messages of the Gemini API as this server knows them: every field and its type.

Names are those of the REST reference (https://ai.google.dev/api/generate-content). A type is a scalar, a
message, an enumeration of ENUMS, a list `[type]`, a map `{type}`, or `json` for what is taken as it comes.
"""

MESSAGES: dict[str, dict[str, str]] = {
    "GenerateContentRequest": {
        "model": "string",
        "contents": "[Content]",
        "systemInstruction": "Content",
        "tools": "[Tool]",
        "toolConfig": "ToolConfig",
        "safetySettings": "[SafetySetting]",
        "generationConfig": "GenerationConfig",
        "cachedContent": "string",
        "continuationToken": "bytes",
        "store": "bool",
        "serviceTier": "string",
    },
    "CountTokensRequest": {"contents": "[Content]", "generateContentRequest": "GenerateContentRequest"},
    "EmbedContentRequest": {
        "model": "string",
        "content": "Content",
        "taskType": "TaskType",
        "title": "string",
        "outputDimensionality": "int",
    },
    "BatchEmbedContentsRequest": {"requests": "[EmbedContentRequest]"},
    "Content": {"parts": "[Part]", "role": "string"},
    "Part": {
        "text": "string",
        "thought": "bool",
        "thoughtSignature": "bytes",
        "partMetadata": "json",
        "inlineData": "Blob",
        "fileData": "FileData",
        "functionCall": "FunctionCall",
        "functionResponse": "FunctionResponse",
        "executableCode": "json",
        "codeExecutionResult": "json",
        "videoMetadata": "json",
        "mediaResolution": "json",
        "toolCall": "json",
        "toolResponse": "json",
    },
    "Blob": {"mimeType": "string", "data": "bytes", "displayName": "string"},
    "FileData": {"mimeType": "string", "fileUri": "string", "displayName": "string"},
    "FunctionCall": {"id": "string", "name": "string", "args": "json"},
    "FunctionResponse": {
        "id": "string",
        "name": "string",
        "response": "json",
        "parts": "json",
        "willContinue": "bool",
        "scheduling": "string",
    },
    "Tool": {
        "functionDeclarations": "[FunctionDeclaration]",
        "googleSearch": "GoogleSearch",
        "googleSearchRetrieval": "json",
        "codeExecution": "json",
        "urlContext": "json",
        "fileSearch": "json",
        "googleMaps": "json",
        "computerUse": "json",
        "mcpServers": "json",
    },
    "GoogleSearch": {"timeRangeFilter": "json", "searchTypes": "json"},
    "FunctionDeclaration": {
        "name": "string",
        "description": "string",
        "behavior": "string",
        "parameters": "Schema",
        "parametersJsonSchema": "json",
        "response": "Schema",
        "responseJsonSchema": "json",
    },
    "ToolConfig": {
        "functionCallingConfig": "FunctionCallingConfig",
        "retrievalConfig": "json",
        "includeServerSideToolInvocations": "bool",
    },
    "FunctionCallingConfig": {"mode": "Mode", "allowedFunctionNames": "[string]"},
    "SafetySetting": {"category": "HarmCategory", "threshold": "HarmBlockThreshold"},
    "GenerationConfig": {
        "stopSequences": "[string]",
        "responseMimeType": "string",
        "responseSchema": "Schema",
        "responseJsonSchema": "json",
        "responseModalities": "[string]",
        "candidateCount": "int",
        "maxOutputTokens": "int",
        "temperature": "number",
        "topP": "number",
        "topK": "number",
        "seed": "int",
        "presencePenalty": "number",
        "frequencyPenalty": "number",
        "responseLogprobs": "bool",
        "logprobs": "int",
        "enableEnhancedCivicAnswers": "bool",
        "speechConfig": "json",
        "imageConfig": "json",
        "mediaResolution": "string",
        "thinkingConfig": "ThinkingConfig",
    },
    "ThinkingConfig": {"includeThoughts": "bool", "thinkingBudget": "int", "thinkingLevel": "ThinkingLevel"},
    # The OpenAPI subset: additionalProperties is no part of it, which is why models that forbid
    # extra fields have to be sent as responseJsonSchema.
    "Schema": {
        "type": "Type",
        "format": "string",
        "title": "string",
        "description": "string",
        "nullable": "bool",
        "enum": "[string]",
        "minItems": "int",
        "maxItems": "int",
        "properties": "{Schema}",
        "required": "[string]",
        "minProperties": "int",
        "maxProperties": "int",
        "minLength": "int",
        "maxLength": "int",
        "pattern": "string",
        "example": "json",
        "anyOf": "[Schema]",
        "propertyOrdering": "[string]",
        "default": "json",
        "items": "Schema",
        "minimum": "number",
        "maximum": "number",
    },
}

ENUMS: dict[str, frozenset[str]] = {
    "Type": frozenset({"STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"}),
    "Mode": frozenset({"AUTO", "ANY", "NONE", "VALIDATED"}),
    "ThinkingLevel": frozenset({"MINIMAL", "LOW", "MEDIUM", "HIGH"}),
    "TaskType": frozenset(
        {
            "SEMANTIC_SIMILARITY",
            "RETRIEVAL_QUERY",
            "RETRIEVAL_DOCUMENT",
            "CLASSIFICATION",
            "CLUSTERING",
            "QUESTION_ANSWERING",
            "FACT_VERIFICATION",
            "CODE_RETRIEVAL_QUERY",
        }
    ),
    "HarmCategory": frozenset(
        f"HARM_CATEGORY_{name}"
        for name in ("HARASSMENT", "HATE_SPEECH", "SEXUALLY_EXPLICIT", "DANGEROUS_CONTENT", "CIVIC_INTEGRITY")
    ),
    "HarmBlockThreshold": frozenset(
        {"BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF"}
    ),
}

REQUEST_OF = {
    "generateContent": "GenerateContentRequest",
    "streamGenerateContent": "GenerateContentRequest",
    "countTokens": "CountTokensRequest",
    "embedContent": "EmbedContentRequest",
    "batchEmbedContents": "BatchEmbedContentsRequest",
}
